// Small lists of (who, first day, last day, how often) per owner, in flat arrays: an account's people, a payee's accounts, ...
namespace Paysieve.Pipeline.Features;

/// <summary>
/// One linked list per owner, nodes pooled. Finding a key walks the list, and a found node moves to the front, so that ordinary
/// owners (a payee's one account) cost one step. A list longer than <see cref="HubSize"/> is a hub: it stops growing and is told as such.
/// </summary>
internal sealed class LinkLists
{
    /// <summary>Owners with more keys than this are hubs; nothing personal is shared by so many.</summary>
    public const int HubSize = 256;

    private readonly int[] _head;
    private readonly int[] _size;
    private int[] _next;
    private int[] _key;
    private int[] _first;
    private int[] _last;
    private int[] _times;
    private int _used;

    public LinkLists(int owners, int expectedNodes)
    {
        _head = new int[owners];
        Array.Fill(_head, -1);
        _size = new int[owners];
        var capacity = Math.Max(16, expectedNodes);
        _next = new int[capacity];
        _key = new int[capacity];
        _first = new int[capacity];
        _last = new int[capacity];
        _times = new int[capacity];
    }

    public int Head(int owner) => _head[owner];

    public int Next(int node) => _next[node];

    public int Key(int node) => _key[node];

    /// <summary>First day seen.</summary>
    public int First(int node) => _first[node];

    /// <summary>Last day seen.</summary>
    public int Last(int node) => _last[node];

    /// <summary>How many distinct days it was seen on.</summary>
    public int Times(int node) => _times[node];

    public int Size(int owner) => _size[owner];

    public bool IsHub(int owner) => _size[owner] > HubSize;

    public int Find(int owner, int key)
    {
        var previous = -1;
        for (var node = _head[owner]; node >= 0; previous = node, node = _next[node])
        {
            if (_key[node] != key) continue;
            if (previous >= 0)
            {
                _next[previous] = _next[node];
                _next[node] = _head[owner];
                _head[owner] = node;
            }
            return node;
        }
        return -1;
    }

    /// <summary>Notes that <paramref name="key"/> was seen with <paramref name="owner"/> on <paramref name="day"/>.</summary>
    public void Touch(int owner, int key, int day)
    {
        if (owner < 0 || key < 0) return;
        var node = Find(owner, key);
        if (node >= 0)
        {
            if (day > _last[node])
            {
                _last[node] = day;
                _times[node]++;
            }
            return;
        }
        if (_size[owner] > HubSize) return;
        if (_used == _next.Length) Grow();
        node = _used++;
        _key[node] = key;
        _first[node] = day;
        _last[node] = day;
        _times[node] = 1;
        _next[node] = _head[owner];
        _head[owner] = node;
        _size[owner]++;
    }

    private void Grow()
    {
        var capacity = _next.Length * 2;
        Array.Resize(ref _next, capacity);
        Array.Resize(ref _key, capacity);
        Array.Resize(ref _first, capacity);
        Array.Resize(ref _last, capacity);
        Array.Resize(ref _times, capacity);
    }
}
