using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Prony.Stacks.Accounting;
using Prony.Stacks.Native;

namespace Prony.Stacks.Readiness;

/// <summary>Accept queues by sock_diag(7), which tells how long a queue may become; /proc/net/tcp tells only how long it is.</summary>
internal static unsafe class ListenQueues
{
    private const byte AddressFamilyIp = 2;
    private const byte AddressFamilyIp6 = 10;
    private const int FamilyNetlink = 16;
    private const int TypeRaw = 3;
    private const int CloseOnExec = 0x80000;
    private const int ProtocolSockDiag = 4;
    private const ushort ByFamily = 20;
    private const ushort RequestDump = 0x301;
    private const int HeaderBytes = 16;
    private const int RequestBytes = HeaderBytes + 56;
    private const byte Tcp = 6;
    private const uint Listening = 1 << 10;

    // struct inet_diag_msg: the local port in network order, the two queues.
    private const int PortAt = 4;
    private const int WaitingAt = 56;
    private const int LengthAt = 60;
    private const int MessageBytes = 72;

    /// <summary>The fullest queue of this network namespace on a port; null when nobody listens there or the kernel does not tell.</summary>
    internal static QueueReading? Find(int port) =>
        Ask(AddressFamilyIp).Concat(Ask(AddressFamilyIp6)).Where(found => found.Port == port).Select(found => found.Queue)
            .MaxBy(queue => queue.Waiting / (double)Math.Max(1, queue.Length));

    /// <summary>The messages of one answer; the kernel ends a dump with a message of another type.</summary>
    internal static IEnumerable<(int Port, QueueReading Queue)> Parse(ReadOnlyMemory<byte> answer)
    {
        for (var at = 0; at + HeaderBytes <= answer.Length;)
        {
            var length = (int)MemoryMarshal.Read<uint>(answer.Span[at..]);
            if (length < HeaderBytes || at + length > answer.Length)
            {
                yield break;
            }

            if (MemoryMarshal.Read<ushort>(answer.Span[(at + 4)..]) == ByFamily && length >= HeaderBytes + MessageBytes)
            {
                var message = answer.Slice(at + HeaderBytes, length - HeaderBytes);
                yield return (
                    BinaryPrimitives.ReadUInt16BigEndian(message.Span[PortAt..]),
                    new QueueReading(MemoryMarshal.Read<int>(message.Span[WaitingAt..]), MemoryMarshal.Read<int>(message.Span[LengthAt..])));
            }

            at += (length + 3) & ~3;
        }
    }

    private static List<(int Port, QueueReading Queue)> Ask(byte family)
    {
        var found = new List<(int, QueueReading)>();
        var socket = NativeLibc.socket(FamilyNetlink, TypeRaw | CloseOnExec, ProtocolSockDiag);
        if (socket < 0)
        {
            return found;
        }

        try
        {
            Span<byte> request = stackalloc byte[RequestBytes];
            request.Clear();
            MemoryMarshal.Write(request, (uint)RequestBytes);
            MemoryMarshal.Write(request[4..], ByFamily);
            MemoryMarshal.Write(request[6..], RequestDump);
            request[HeaderBytes] = family;
            request[HeaderBytes + 1] = Tcp;
            MemoryMarshal.Write(request[(HeaderBytes + 4)..], Listening);
            fixed (byte* bytes = request)
            {
                if (NativeLibc.send(socket, bytes, (nuint)request.Length, 0) != request.Length)
                {
                    return found;
                }
            }

            ReadAll(socket, found);
            return found;
        }
        finally
        {
            _ = NativeLibc.close(socket);
        }
    }

    /// <summary>The kernel answers a dump at once, in pieces, and ends it with a message that is no socket.</summary>
    private static void ReadAll(int socket, List<(int, QueueReading)> found)
    {
        const int pieceBytes = 1 << 15;
        const int doNotWait = 0x40;
        const int mostPieces = 64;
        var piece = new byte[pieceBytes];
        for (var i = 0; i < mostPieces; i++)
        {
            nint received;
            fixed (byte* bytes = piece)
            {
                received = NativeLibc.recv(socket, bytes, (nuint)piece.Length, doNotWait);
            }

            if (received <= 0)
            {
                return;
            }

            found.AddRange(Parse(piece.AsMemory(0, (int)received)));
        }
    }
}
