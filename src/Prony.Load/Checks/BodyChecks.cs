using System.Globalization;
using System.Runtime.CompilerServices;

namespace Prony.Load.Checks;

/// <summary>The body's text is as expected.</summary>
internal sealed class BodyTextCheck(TextTest test) : ResponseCheck($"body {test.Text}")
{
    /// <inheritdoc/>
    internal override CaptureNeeds Needs => CaptureNeeds.Body;

    /// <inheritdoc/>
    internal override ResponseCheck ForThread() => new BodyTextCheck(test.ForThread());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool Passes(ResponseCapture response) => response.HasWholeBody && test.Passes(response.Body, response.Pool);

    /// <inheritdoc/>
    internal override string Found(ResponseCapture response, SampleText text) =>
        response.WhyNotWhole() ?? (response.BodyBytes == 0 ? "it is empty" : $"it is \"{text.Short(response.Body)}\"");
}

/// <summary>The body has so many bytes.</summary>
internal sealed class BodyLengthCheck(long bytes) : ResponseCheck(string.Create(CultureInfo.InvariantCulture, $"body length equals {bytes}"))
{
    /// <inheritdoc/>
    internal override CaptureNeeds Needs => CaptureNeeds.Length;

    /// <inheritdoc/>
    internal override bool Passes(ResponseCapture response) => response.BodyBytes == bytes;

    /// <inheritdoc/>
    internal override string Found(ResponseCapture response, SampleText text) =>
        string.Create(CultureInfo.InvariantCulture, $"it has {response.BodyBytes} {(response.BodyBytes == 1 ? "byte" : "bytes")}");
}

/// <summary>The body has that SHA-256 (FIPS 180-4).</summary>
internal sealed class BodyHashCheck(byte[] digest) : ResponseCheck($"body SHA-256 equals {Convert.ToHexStringLower(digest)}")
{
    /// <inheritdoc/>
    internal override CaptureNeeds Needs => CaptureNeeds.Hash;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool Passes(ResponseCapture response) => response.Sha256.SequenceEqual(digest);

    /// <inheritdoc/>
    internal override string Found(ResponseCapture response, SampleText text) =>
        string.Create(CultureInfo.InvariantCulture, $"it is {Convert.ToHexStringLower(response.Sha256)}, of {response.BodyBytes} bytes");
}

/// <summary>The body is JSON, and a value in it is as expected.</summary>
internal sealed class JsonCheck(JsonPointer pointer, JsonScalar expected) : ResponseCheck($"body JSON{(pointer.Text.Length == 0 ? "" : " " + pointer.Text)} equals {expected.Text}")
{
    /// <inheritdoc/>
    internal override CaptureNeeds Needs => CaptureNeeds.Body;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool Passes(ResponseCapture response) =>
        response.HasWholeBody && JsonBody.Look(response.Body, pointer, expected, out _) == JsonFinding.Equal;

    /// <inheritdoc/>
    internal override string Found(ResponseCapture response, SampleText text)
    {
        if (response.WhyNotWhole() is { } why)
        {
            return why;
        }

        return JsonBody.Look(response.Body, pointer, expected, out var value) switch
        {
            JsonFinding.Absent => "there is none",
            JsonFinding.NotJson => response.BodyBytes == 0 ? "the body is empty" : $"the body is no JSON: \"{text.Short(response.Body)}\"",
            _ => value[0] switch { (byte)'{' => "it is an object", (byte)'[' => "it is a list", _ => $"it is {text.Short(value)}" },
        };
    }
}
