using Prony.Load.Recording;
using Shouldly;

namespace Prony.Load.Tests.Recording;

public sealed class SliceMailboxTests
{
    [Fact]
    public void Slices_come_out_in_the_order_in_which_they_went_in()
    {
        var mailbox = new SliceMailbox();
        mailbox.TakeAll().ShouldBeNull();
        var slices = Enumerable.Range(0, 3).Select(i => new Slice { StartNs = i }).ToList();
        slices.ForEach(mailbox.Post);

        Starts(mailbox.TakeAll()).ShouldBe([0L, 1L, 2L]);
        mailbox.TakeAll().ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_lost_between_a_poster_and_a_taker()
    {
        const int Count = 2000;
        var mailbox = new SliceMailbox();
        var back = new SliceMailbox();
        back.Post(new Slice());
        back.Post(new Slice());
        var poster = new Thread(() =>
        {
            Slice? free = null;
            for (var i = 0; i < Count; i++)
            {
                while ((free ??= back.TakeAll()) is null)
                {
                    Thread.Yield();
                }

                var slice = free!;
                free = slice.Next;
                slice.StartNs = i;
                mailbox.Post(slice);
            }
        });
        poster.Start();

        var seen = new List<long>();
        while (seen.Count < Count)
        {
            for (var slice = mailbox.TakeAll(); slice is not null;)
            {
                var next = slice.Next;
                seen.Add(slice.StartNs);
                back.Post(slice);
                slice = next;
            }

            Thread.Yield();
        }

        poster.Join();
        seen.ShouldBe(Enumerable.Range(0, Count).Select(i => (long)i));
    }

    private static List<long> Starts(Slice? slice)
    {
        var starts = new List<long>();
        for (; slice is not null; slice = slice.Next)
        {
            starts.Add(slice.StartNs);
        }

        return starts;
    }
}
