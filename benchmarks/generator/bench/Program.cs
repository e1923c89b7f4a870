using System.Globalization;
using Prony.GeneratorBench;

// generator-bench compare ROOT SERVER [TABLE...]   the tables; see ../run
// generator-bench check                            the readers of other tools' outputs, on samples of them
// generator-bench load PORT CONNECTIONS S [close]  the load engine alone, without the command line around it
// generator-bench rate PORT CONNECTIONS S RATE     the same, open model
// generator-bench floor PORT CONNECTIONS S         a bare epoll loop without accounting
// generator-bench serve PORT BODY_BYTES            the minimal server, where there is no C compiler
switch (args)
{
    case ["compare", var root, var server, .. var tables]:
        return Samples.Check() == 0 ? Tables.Run(Settings.Read(root, server), tables) : 1;
    case ["check"]:
        return Samples.Check();
    case ["load", var port, var connections, var seconds]:
        return Engine.Run(Number(port), Number(connections), Number(seconds));
    case ["load", var port, var connections, var seconds, "close"]:
        return Engine.Run(Number(port), Number(connections), Number(seconds), keepAlive: false);
    case ["rate", var port, var connections, var seconds, var rate]:
        return Engine.Run(Number(port), Number(connections), Number(seconds), rate: Number(rate));
    case ["floor", var port, var connections, var seconds]:
        return Floor.Run(Number(port), Number(connections), Number(seconds));
    case ["serve", var port, var bodyBytes]:
        return Server.Run(Number(port), Number(bodyBytes));
    default:
        Console.Error.WriteLine("usage: generator-bench compare ROOT SERVER [TABLE...] | check | load PORT CONNECTIONS SECONDS [close] | floor PORT CONNECTIONS SECONDS | rate PORT CONNECTIONS SECONDS RATE | serve PORT BODY_BYTES");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
