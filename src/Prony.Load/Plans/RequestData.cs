namespace Prony.Load.Plans;

/// <summary>The rows behind <c>{data.COLUMN}</c>, and which request gets which.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Order">Default: round robin.</param>
public sealed record RequestData(DataTable Table, DataOrder Order = DataOrder.RoundRobin);

/// <summary>Which row a request gets. Either way it depends on the number of the request and the seed only.</summary>
public enum DataOrder
{
    /// <summary>Request i gets row i modulo the number of rows.</summary>
    RoundRobin,

    /// <summary>Each row with the same probability, drawn from the seed.</summary>
    Random,
}
