// Small lists of (who, first day, last day, how often) per owner, in flat arrays: an account's people, a payee's accounts, ...
namespace Paysieve.Pipeline.Features;

/// <summary>
/// One linked list per owner, nodes pooled, the one seen last in front, so that ordinary owners (a payee's one account) cost one
/// step. A list longer than <see cref="HubSize"/> is a hub: it stops growing and is told as such. Reading changes nothing: several threads may.
/// </summary>
internal sealed class LinkLists
{
    /// <summary>Owners with more keys than this are hubs; nothing personal is shared by so many.</summary>
    public const int HubSize = 256;

    private readonly Owner[] _owners;
    private Node[] _nodes;
    private int _used;

    public LinkLists(int owners, int expectedNodes)
    {
        _owners = new Owner[owners];
        Array.Fill(_owners, new Owner { Head = -1 });
        _nodes = new Node[Math.Max(16, expectedNodes)];
    }

    public int Head(int owner) => _owners[owner].Head;

    public int Next(int node) => _nodes[node].Next;

    public int Key(int node) => _nodes[node].Key;

    /// <summary>First day seen.</summary>
    public int First(int node) => _nodes[node].First;

    /// <summary>Last day seen.</summary>
    public int Last(int node) => _nodes[node].Last;

    /// <summary>How many distinct days it was seen on.</summary>
    public int Times(int node) => _nodes[node].Times;

    public int Size(int owner) => _owners[owner].Size;

    public bool IsHub(int owner) => _owners[owner].Size > HubSize;

    public int Find(int owner, int key)
    {
        for (var node = _owners[owner].Head; node >= 0; node = _nodes[node].Next)
        {
            if (_nodes[node].Key == key) return node;
        }
        return -1;
    }

    /// <summary>Notes that <paramref name="key"/> was seen with <paramref name="owner"/> on <paramref name="day"/>.</summary>
    /// <returns>True when it was not seen there before.</returns>
    public bool Touch(int owner, int key, int day)
    {
        if (owner < 0 || key < 0) return false;
        ref var list = ref _owners[owner];
        var previous = -1;
        for (var at = list.Head; at >= 0; previous = at, at = _nodes[at].Next)
        {
            ref var found = ref _nodes[at];
            if (found.Key != key) continue;
            if (previous >= 0)
            {
                _nodes[previous].Next = found.Next;
                found.Next = list.Head;
                list.Head = at;
            }
            if (day > found.Last)
            {
                found.Last = day;
                found.Times++;
            }
            return false;
        }
        if (list.Size > HubSize) return true;
        if (_used == _nodes.Length) Array.Resize(ref _nodes, _used * 2);
        _nodes[_used] = new Node { Next = list.Head, Key = key, First = day, Last = day, Times = 1 };
        list.Head = _used++;
        list.Size++;
        return true;
    }

    private struct Owner
    {
        internal int Head;
        internal int Size;
    }

    private struct Node
    {
        internal int Next;
        internal int Key;
        internal int First;
        internal int Last;
        internal int Times;
    }
}
