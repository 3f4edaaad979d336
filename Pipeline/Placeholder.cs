namespace Paysieve.Pipeline; internal static class Placeholder;
