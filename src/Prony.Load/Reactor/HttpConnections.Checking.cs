using Prony.Load.Checks;

namespace Prony.Load.Reactor;

/// <content>What becomes of responses that are captured to be checked.</content>
internal sealed unsafe partial class HttpConnections
{
    /// <summary>A captured response is whole.</summary>
    private Outcome Check(Connection connection, ResponseCapture capture, Outcome byStatus, long nowNs)
    {
        connection.Parser.Capture = null;
        return _checker!.Judge(capture, connection, byStatus, nowNs);
    }

    /// <summary>The response under way will never be whole.</summary>
    private void DropCapture(Connection connection)
    {
        if (connection.Parser.Capture is { } capture)
        {
            connection.Parser.Capture = null;
            _checker!.Drop(capture);
        }
    }
}
