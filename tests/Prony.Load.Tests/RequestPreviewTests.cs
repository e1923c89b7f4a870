using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests;

public sealed class RequestPreviewTests
{
    [Fact]
    public void Each_request_is_shown_as_the_first_of_a_load()
    {
        var plan = Loads.Plan(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), new ClosedModel(1));
        plan = plan with
        {
            Requests =
            [
                plan.Requests[0] with { PathAndQuery = "/{index}" },
                new RequestDefinition("POST", "/x", [KeyValuePair.Create("X-Number", "n{index}")], "body {index}"u8.ToArray()),
            ],
        };

        var shown = RequestPreview.FirstOfEach(plan);

        shown.Select(r => $"{r.Method} {r.PathAndQuery}").ShouldBe(["GET /0", "POST /x"]);
        shown[1].Headers.ShouldBe([KeyValuePair.Create("X-Number", "n0")]);
        shown[1].Body.ToArray().ShouldBe("body 0"u8.ToArray());
    }
}
