using System.Globalization;
using System.Text;
using System.Xml;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Continuous;

/// <summary>Test cases as the XML that CI systems read (the form of Apache Ant's JUnit task, which Jenkins, GitLab, Azure and GitHub's reporters take).</summary>
internal static class JUnitXml
{
    /// <summary>A whole document, UTF-8 by its declaration.</summary>
    /// <param name="name">Of all suites together.</param>
    /// <param name="startUtc">When the run began; null when it is not known.</param>
    /// <param name="suites">In order.</param>
    public static string Write(string name, DateTimeOffset? startUtc, IReadOnlyList<TestSuite> suites)
    {
        using var content = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(content, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", Line(name));
            Counts(xml, [.. suites.SelectMany(suite => suite.Cases)]);
            foreach (var suite in suites)
            {
                Write(xml, suite, startUtc);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    private static void Write(XmlWriter xml, TestSuite suite, DateTimeOffset? startUtc)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Line(suite.Name));
        Counts(xml, suite.Cases);
        if (startUtc is { } start)
        {
            xml.WriteAttributeString("timestamp", start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        }

        xml.WriteStartElement("properties");
        foreach (var (name, value) in suite.Properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", Line(name));
            xml.WriteAttributeString("value", Line(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (var test in suite.Cases)
        {
            Write(xml, suite.Name, test);
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string suite, TestCase test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Line(suite));
        xml.WriteAttributeString("name", Line(test.Name));
        xml.WriteAttributeString("time", "0");
        if (test.Outcome == TestOutcome.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Line(test.Message));
            xml.WriteEndElement();
        }
        else if (test.Outcome is TestOutcome.Failed or TestOutcome.Error)
        {
            xml.WriteStartElement(test.Outcome == TestOutcome.Failed ? "failure" : "error");
            xml.WriteAttributeString("message", Line(test.Message));
            xml.WriteAttributeString("type", Line(test.Kind));
            xml.WriteString(string.Join('\n', test.Lines.Prepend(test.Message).Select(Line)));
            xml.WriteEndElement();
        }
        else if (test.Message.Length > 0)
        {
            xml.WriteElementString("system-out", string.Join('\n', test.Lines.Prepend(test.Message).Select(Line)));
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<TestCase> cases)
    {
        void Count(string name, TestOutcome outcome) =>
            xml.WriteAttributeString(name, cases.Count(test => test.Outcome == outcome).ToString(CultureInfo.InvariantCulture));

        xml.WriteAttributeString("tests", cases.Count.ToString(CultureInfo.InvariantCulture));
        Count("failures", TestOutcome.Failed);
        Count("errors", TestOutcome.Error);
        Count("skipped", TestOutcome.Skipped);
        xml.WriteAttributeString("time", "0");
    }

    /// <summary>One line without what XML 1.0 forbids (its production 2): the writer would refuse the whole document for one byte of a server's output.</summary>
    internal static string Line(string text)
    {
        var line = Foreign.Line(text);
        if (line.All(XmlConvert.IsXmlChar))
        {
            return line;
        }

        var legal = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (XmlConvert.IsXmlChar(line[i]))
            {
                legal.Append(line[i]);
            }
            else if (i + 1 < line.Length && XmlConvert.IsXmlSurrogatePair(line[i + 1], line[i]))
            {
                legal.Append(line[i]).Append(line[++i]);
            }
        }

        return legal.ToString();
    }
}
