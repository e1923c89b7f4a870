namespace Prony.Reporting.Usage;

/// <summary>Letters of five by seven dots, drawn for plots as pictures.</summary>
internal static class PlotFont
{
    /// <summary>Dots of a letter from left to right.</summary>
    internal const int Columns = 5;

    /// <summary>Dots of a letter from top to bottom.</summary>
    internal const int Rows = 7;

    private const char First = ' ';
    private const char Last = '~';

    /// <summary>ASCII from the space on, seven digits of base 32 for each letter: its rows from the top, the highest bit on the left.</summary>
    private const string Letters =
        "00000004444404AAA0000AAVAVAA4FKE5U4OP248J3CIK8LID44800002488842842224804LEL40044V4400000C48000V00000000CC01248G0" +   //  !"#$%&'()*+,-./
        "EHJLPHE4C4444EEH1248VV2421HE26AIV22VGU11HE68GUHHEV124888EHHEHHEEHHF12C0CC0CC00CC0C48248G84200V0V008421248EH12404" +   // 0123456789:;<=>?
        "EH1DLLEEHHVHHHUHHUHHUEHGGGHEUHHHHHUVGGUGGVVGGUGGGEHGNHHFHHHVHHHE44444E72222ICHIKOKIHGGGGGGVHRLLHHHHPLJHHHEHHHHHE" +   // @ABCDEFGHIJKLMNO
        "UHHUGGGEHHHLIDUHHUKIHFGGE11UV444444HHHHHHEHHHHHA4HHHLLLAHHA4AHHHHA4444V1248GVE88888E0G84210E22222E4AH0000000000V" +   // PQRSTUVWXYZ[\]^_
        "842000000E1FHFGGMPHHU00EGGHE11DJHHF00EHVGE698S8880FHHF1EGGMPHHH40C444E20622ICGGIKOKIC44444E00QLLHH00MPHHH00EHHHE" +   // `abcdefghijklmno
        "00UHUGG00DJF1100MPGGG00EGE1U88S889600HHHJD00HHHA400HHLLA00HA4AH00HHF1E00V248V244844244444448442448008L200";   // pqrstuvwxyz{|}~

    /// <summary>Whether there is a dot; letters that the font does not have are question marks.</summary>
    internal static bool Has(char letter, int column, int row)
    {
        var index = (letter is >= First and <= Last ? letter : '?') - First;
        var digit = Letters[(index * Rows) + row];
        var bits = char.IsAsciiDigit(digit) ? digit - '0' : digit - 'A' + 10;
        return (bits & (1 << (Columns - 1 - column))) != 0;
    }
}
