// ML.NET lets anyone write an ITransformer, but keeps what a transformer needs to save its own numbers and to be found again
// on loading (version header, reader, loadable-class attribute, schema shapes) to its own assemblies. This file is the
// only place that reaches for them; it says so loudly when a version of ML.NET has moved them.
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Paysieve.Models;

internal static class MlNetInternals
{
    private const string LoaderSignature = "PaysieveModel";
    private const string ModelSignature = "PAYSIEVE";
    private const uint HeaderVersion = 0x00010001;
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Assembly Core = typeof(ModelSaveContext).Assembly;

    /// <summary>Writes the header by which ML.NET finds <see cref="TransformerLoader"/> again, and gives the stream to write to.</summary>
    public static BinaryWriter BeginSave(ModelSaveContext context)
    {
        // ML.NET cannot read a header that names no assembly to look for loaders in; its own core is always there, and ours
        // is found because it was registered.
        var version = Activator.CreateInstance(Type("Microsoft.ML.VersionInfo"),
            ModelSignature, HeaderVersion, HeaderVersion, HeaderVersion, Core.GetName().Name, LoaderSignature, null);
        Member(typeof(ModelSaveContext).GetMethod("SetVersionInfo", Any)).Invoke(context, [version]);
        return (BinaryWriter)Member(typeof(ModelSaveContext).GetField("Writer", Any)).GetValue(context)!;
    }

    /// <summary>The stream of a loading context, positioned after the header.</summary>
    public static BinaryReader Reader(object loadContext) =>
        (BinaryReader)Member(loadContext.GetType().GetField("Reader", Any)).GetValue(loadContext)!;

    /// <summary>Makes the loader known to the context's catalogue; doing it twice changes nothing.</summary>
    public static void Register(ComponentCatalog catalog) => catalog.RegisterAssembly(LoaderAssembly.Instance);

    /// <summary>What a column looks like before there are data.</summary>
    public static SchemaShape.Column ShapeColumn(string name, SchemaShape.Column.VectorKind kind, DataViewType item)
    {
        var constructor = Member(typeof(SchemaShape.Column).GetConstructors(Any).SingleOrDefault(c => c.GetParameters().Length == 5));
        return (SchemaShape.Column)constructor.Invoke([name, kind, item, false, null]);
    }

    private static Type Type(string name) => Member(Core.GetType(name));

    private static T Member<T>(T? found)
        where T : MemberInfo =>
        found ?? throw new NotSupportedException($"This build of ML.NET ({Core.GetName().Version}) cannot save or load custom models.");

    /// <summary>
    /// A stand-in assembly whose only content is the loadable-class attribute of <see cref="TransformerLoader"/>: the
    /// catalogue reads attributes of an assembly, and the attribute's type cannot be named at compile time.
    /// </summary>
    private sealed class LoaderAssembly : Assembly
    {
        public static readonly LoaderAssembly Instance = new();

        public override string FullName => "Paysieve.Models.Loader, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null";

        public override AssemblyName GetName() => new(FullName);

        public override Type[] GetTypes() => [];

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            var loadable = Type("Microsoft.ML.LoadableClassAttribute");
            if (!attributeType.IsAssignableFrom(loadable))
                return (object[])Array.CreateInstance(attributeType, 0);
            var attributes = Array.CreateInstance(attributeType, 1);
            attributes.SetValue(Activator.CreateInstance(loadable, typeof(ITransformer), typeof(TransformerLoader), null,
                Type("Microsoft.ML.SignatureLoadModel"), "Paysieve model", new[] { LoaderSignature }), 0);
            return (object[])attributes;
        }
    }
}
