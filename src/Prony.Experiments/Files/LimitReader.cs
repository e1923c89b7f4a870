using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads the limits of gates and checks them against what each gate can have.</summary>
internal sealed class LimitReader(DiagnosticBag bag)
{
    /// <summary>The limits that can be used; what is wrong is in the bag.</summary>
    public IReadOnlyList<LimitRecord> Read(IReadOnlyList<NamedEntry<BoundTable>> entries)
    {
        var read = new List<LimitRecord>();
        foreach (var entry in entries)
        {
            var row = LimitKeys.Find(entry.Name)!;   // the key's type has refused all others
            if (read.Exists(limit => limit.Name == row.Name))
            {
                bag.Add(entry.Value.Node, $"limits.{entry.Name}: the limits of '{row.Name}' ({row.Id}) stand here twice", "Remove one of the two.");
            }
            else if (Read(entry, row) is { } limit)
            {
                read.Add(limit);
            }
        }

        return read;
    }

    private LimitRecord? Read(NamedEntry<BoundTable> entry, GateLimit row)
    {
        var (table, path) = (entry.Value, $"limits.{entry.Name}");
        if (!table.IsWritten(LimitKeys.Warn) && !table.IsWritten(LimitKeys.Invalid))
        {
            bag.Add(table.Node, $"{path} needs warn or invalid");
            return null;
        }

        var warn = Read(table, LimitKeys.Warn, row.Warn, row, path);
        var invalid = Read(table, LimitKeys.Invalid, row.Invalid, row, path);
        CheckOrder(table, row, path, warn, invalid);
        return new LimitRecord(row.Id, warn?.Value, invalid?.Value) { Name = row.Name, DefaultWarn = row.Warn, DefaultInvalid = row.Invalid };
    }

    private LimitNumber? Read(BoundTable table, Key<LimitNumber> key, double? own, GateLimit row, string path)
    {
        if (!table.TryGet(key, out var number))
        {
            return null;
        }

        if (own is null)
        {
            bag.Add(table.At(key), $"{path}.{key.Name}: '{row.Name}' ({row.Id}) has no such limit", $"It has {(row.Warn is null ? LimitKeys.Invalid.Name : LimitKeys.Warn.Name)} only.");
            return null;
        }

        if (number.InPercent && !row.IsShare)
        {
            bag.Add(table.At(key), $"{path}.{key.Name}: {number.Text} is a share, but the limit is in another unit: {row.Unit}");
            return null;
        }

        return number;
    }

    private void CheckOrder(BoundTable table, GateLimit row, string path, LimitNumber? warn, LimitNumber? invalid)
    {
        var (first, last) = (warn?.Value ?? row.Warn, invalid?.Value ?? row.Invalid);
        if (first is not { } w || last is not { } i || (row.HigherIsWorse ? w <= i : w >= i))
        {
            return;
        }

        bag.Add(
            table.At(warn is null ? LimitKeys.Invalid : LimitKeys.Warn),
            $"{path}: warn {Text(warn, w)} lies beyond invalid {Text(invalid, i)}",
            "There would never be a doubt before the verdict is refused: set both.");
    }

    private static string Text(LimitNumber? written, double value) =>
        written is { } number ? number.Text : $"{value.ToString(CultureInfo.InvariantCulture)} (the default)";
}
