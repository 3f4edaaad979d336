// Chinese family names as Hong Kong and its neighbours write them, by Cantonese and its kin, beside the Mandarin ones that lists give. No rule of letters leads from one to the other.
namespace Paysieve.Pipeline.Screening;

internal static class HongKongFamilies
{
    public static NameGroups Groups { get; } = new(Array.ConvertAll<string, string[]>(
    [
        "huang wong", "wang wong", "chen chan", "zhang cheung", "liu lau", "wu ng", "zhou chow chau", "zeng tsang", "guo kwok", "liang leung", "ye yip", "mai mak", "feng fung", "xie tse", "lin lam",
        "yang yeung", "zhao chiu", "xu tsui", "xiao siu", "cao tso", "yuan yuen", "luo law", "cai tsoi", "peng pang", "pan poon", "tan tam", "fang fong", "han hon", "tian tin", "mo mok", "guan kwan", "yan yim",
    ], group => group.Split(' ')));
}
