namespace Prony.Load.Checks;

/// <summary>What of a response has to be kept until it can be checked.</summary>
[Flags]
internal enum CaptureNeeds
{
    /// <summary>The fields of its head; they always are.</summary>
    Fields = 0,

    /// <summary>How long its body is.</summary>
    Length = 1,

    /// <summary>The hash of its body.</summary>
    Hash = 2,

    /// <summary>The body itself.</summary>
    Body = 4,
}
