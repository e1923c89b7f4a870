using System.Net;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;

namespace Prony.Cli.Exporting;

/// <summary>The metrics of a run while it runs, served or sent; nothing where nobody asked for it.</summary>
internal sealed class RunExport : IDisposable
{
    private readonly MetricStore? _store;
    private readonly PrometheusEndpoint? _endpoint;
    private readonly OtlpSender? _sender;

    private RunExport(ExportTarget? target, string experiment)
    {
        if (target is null)
        {
            return;
        }

        var version = ToolRecord.Current.Version;
        _store = new MetricStore();
        if (target.Listen is { } listen)
        {
            var text = new PrometheusText(version, experiment);
            _endpoint = PrometheusEndpoint.Start(listen, () => text.Write(_store));
        }
        else
        {
            _sender = new OtlpSender(_store, target.Url, version, experiment);
        }
    }

    /// <summary>Where the metrics are, in a line for the person; null where nothing is exported.</summary>
    public string? Where => _endpoint is { } endpoint
        ? $"Metrics: {endpoint.Url}" + (IPAddress.IsLoopback(endpoint.EndPoint.Address) ? "" : " (other machines can read them)")
        : _sender is { } sender ? $"Metrics: sent to {sender.Shown}" : null;

    /// <summary>Begins, before anything of the run does.</summary>
    /// <param name="target">As it was asked for; null: nothing is exported.</param>
    /// <param name="experiment">Its name.</param>
    /// <exception cref="UsageException">The port is taken, or the environment names no address.</exception>
    public static RunExport Start(ExportTarget? target, string experiment) => new(target, experiment);

    /// <summary>Who the run is to tell.</summary>
    public IRunObserver Watch(IRunObserver inner) => _store is { } store ? new ExportWatch(inner, store) : inner;

    /// <summary>The run is over: sends what has not been sent.</summary>
    /// <param name="tell">Told when that cannot be done: the run is none the worse for it.</param>
    public void End(Action<string> tell)
    {
        if (_sender?.End() == false)
        {
            tell($"The last metrics could not be sent to {_sender.Shown}: does something that takes OTLP over HTTP listen there?");
        }
    }

    public void Dispose()
    {
        _endpoint?.Dispose();
        _sender?.Dispose();
    }
}
