// The answer to "why this score", in one shape for all models.
namespace Paysieve.Models;

/// <summary>One row's score taken apart. Depends on the row and the model alone, never on other rows of the batch.</summary>
/// <param name="Score">The score as the transformer's score column gives it.</param>
/// <param name="Explained">What base and contributions add up to, within 1e-6; each model says what it is.</param>
/// <param name="BaseValue">The part that is the same for every row.</param>
/// <param name="Contributions">One number per feature, in the trained order; positive makes the row more unusual.</param>
public sealed record Attribution(double Score, double Explained, double BaseValue, double[] Contributions);
