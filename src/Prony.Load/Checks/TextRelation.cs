namespace Prony.Load.Checks;

/// <summary>How a text is compared with what is expected.</summary>
public enum TextRelation
{
    /// <summary>It is exactly that, byte for byte in UTF-8.</summary>
    Equal,

    /// <summary>It holds that somewhere, byte for byte in UTF-8.</summary>
    Contain,

    /// <summary>A regular expression finds something in it.</summary>
    Match,
}
