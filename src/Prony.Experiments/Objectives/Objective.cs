namespace Prony.Experiments.Objectives;

/// <summary>A bound that a load must keep, such as "response.p99 &lt;= 500ms" or "failures &lt;= 0.1%".</summary>
/// <param name="Text">As written.</param>
/// <param name="Metric">response.pNN, response.mean, failures or throughput.</param>
/// <param name="AtMost">True for &lt;=, false for &gt;=.</param>
/// <param name="Limit">In base units: ns, share, per second.</param>
public sealed record Objective(string Text, string Metric, bool AtMost, double Limit);
