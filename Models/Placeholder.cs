namespace Paysieve.Models; internal static class Placeholder;
