// One opinion within an ensemble: a detector, what its scores are worth, and how much it counts.
namespace Paysieve.Models;

internal sealed record EnsemblePart(EnsembleMember Member, IDetectorModel Model, TailCalibrator Calibration, double Weight)
{
    /// <summary>Tails know sides by themselves; the others are shown rows folded at the median.</summary>
    public static bool IsFolded(EnsembleMember member) => member != EnsembleMember.Tail;

    /// <summary>A member's score as its own transformer shows it.</summary>
    public static double Shown(EnsembleMember member, double raw) => member == EnsembleMember.Forest ? IsolationForestTransformer.ScoreOf(raw) : raw;

    public void Write(BinaryWriter writer)
    {
        writer.Write((int)Member);
        writer.Write(Weight);
        Calibration.Write(writer);
        Model.Write(writer);
    }

    public static EnsemblePart Read(BinaryReader reader)
    {
        var member = (EnsembleMember)reader.ReadInt32();
        var weight = reader.ReadDouble();
        var calibration = TailCalibrator.Read(reader);
        IDetectorModel model = member switch
        {
            EnsembleMember.Forest => PackedForest.Read(reader),
            EnsembleMember.Tail => TailModel.Read(reader),
            EnsembleMember.Histogram => HistogramModel.Read(reader),
            EnsembleMember.Components => ComponentsModel.Read(reader),
            EnsembleMember.Neighbours => NeighboursModel.Read(reader),
            _ => throw new InvalidDataException("An ensemble has a member of an unknown kind."),
        };
        return new EnsemblePart(member, model, calibration, weight);
    }
}
