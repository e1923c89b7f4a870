using System.Globalization;
using System.Text;

namespace Prony.Reference;

/// <summary>The responses of a reference server, rendered once.</summary>
internal sealed class Answers
{
    private const string Word = "hello";

    private readonly ServerHabits _habits;
    private readonly byte[] _usual;
    private readonly byte[] _last;
    private readonly byte[] _error;

    internal Answers(ServerHabits habits)
    {
        _habits = habits;
        _usual = Render("200 OK", "keep-alive", habits.BodyBytes);
        _last = Render("200 OK", "close", habits.BodyBytes);
        _error = Render("500 Internal Server Error", "keep-alive", habits.BodyBytes);
    }

    /// <summary>What is said beyond the tokens of the bucket.</summary>
    internal static byte[] Refusal { get; } = Render("503 Service Unavailable", "keep-alive", Word.Length);

    /// <summary>The response to the request of that index.</summary>
    internal byte[] Of(long index) => EndsConnection(index) ? _last : IsNth(index, _habits.ErrorEvery) ? _error : _usual;

    internal bool EndsConnection(long index) => IsNth(index, _habits.CloseEvery);

    private static bool IsNth(long index, int nth) => nth > 0 && index % nth == nth - 1;

    private static byte[] Render(string status, string connection, int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nConnection: {connection}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{Body(length)}"));

    private static string Body(int length) => string.Concat(Enumerable.Repeat(Word, (length / Word.Length) + 1))[..length];
}
