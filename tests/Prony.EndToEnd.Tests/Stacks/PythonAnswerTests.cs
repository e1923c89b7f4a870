using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>The applications of stacks/python-apps answer the same bytes whatever framework or server is in front, so that stacks can be compared.</summary>
[Trait("Speed", "Slow")]
public sealed class PythonAnswerTests
{
    [StackTheory("gunicorn", "uvicorn", "django-wsgi", "django-asgi", "channels", "chaussette")]
    [InlineData("gunicorn")]
    [InlineData("gunicorn", "worker-class", "gthread", "threads", "4")]
    [InlineData("gunicorn", "worker-class", "gevent")]
    [InlineData("gunicorn", "worker-class", "eventlet")]
    [InlineData("gunicorn", "worker-class", "tornado")]
    [InlineData("chaussette", "backend", "fastgevent")]
    [InlineData("chaussette", "backend", "eventlet")]
    [InlineData("chaussette", "backend", "wsgiref")]
    [InlineData("uvicorn")]
    [InlineData("uvicorn", "app", "starlette_app:app")]
    [InlineData("django-wsgi")]
    [InlineData("django-asgi")]
    [InlineData("django-asgi", "views", "async")]
    [InlineData("channels")]
    [InlineData("channels", "layer", "unix")]
    public async Task Every_application_answers_the_same_bytes(string stack, params string[] with)
    {
        await using var started = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30), with);
        (await started.GetTextAsync("/")).ShouldBe("Hello, world!\n");
        (await started.GetTextAsync("/wait?ms=20")).ShouldBe("waited 20 ms\n");
        (await started.GetTextAsync("/wait")).ShouldBe("waited 100 ms\n");
        (await started.GetTextAsync("/work")).ShouldBe("done\n");
        (await started.GetAsync("/json")).ShouldBe(File.ReadAllBytes(Clone.PathOf("stacks", "python-apps", "recipes.json")));
        int.Parse(await started.GetTextAsync("/pid"), CultureInfo.InvariantCulture).ShouldBeGreaterThan(1);
        var body = Encoding.UTF8.GetBytes(new string('é', 100_000));
        (await started.PostAsync("/echo", body)).ShouldBe(body);
    }
}
