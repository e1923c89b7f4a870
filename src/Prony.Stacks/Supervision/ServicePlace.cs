using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>What a service has for one start before any port is chosen.</summary>
/// <param name="Mark">Tells it from all other services and starts of the run.</param>
/// <param name="Data">Its own folder: <c>{data}</c>.</param>
/// <param name="User">As whom it runs; null: as Prony.</param>
/// <param name="Instances">How many times its command is started.</param>
internal sealed record ServicePlace(ServiceMark Mark, string Data, UserAccount? User, int Instances)
{
    private const int MostInstances = 256;

    /// <param name="scope">Gives it its folder.</param>
    /// <param name="candidate">For the mark.</param>
    /// <param name="service">The service.</param>
    /// <param name="values">Parameters and machine: what can be said before a start.</param>
    /// <exception cref="StackStartException">The user does not exist or may not be taken.</exception>
    /// <exception cref="PlaceholderException">user or instances cannot be resolved.</exception>
    internal static ServicePlace Make(RunScope scope, string candidate, ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        var user = UserAccount.Of(service.User is null ? null : Placeholders.Resolve(service.User, values), service.Name);
        var instances = CountInstances(service, values);
        var mark = scope.NextMark(candidate, service.Name);
        return new ServicePlace(mark, scope.MakeData(mark, user), user, instances);
    }

    private static int CountInstances(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        var text = Placeholders.Resolve(service.Instances, values);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostInstances
            ? count
            : throw new PlaceholderException(string.Create(
                CultureInfo.InvariantCulture, $"instances of '{service.Name}' is '{text}', but must be a whole number from 1 to {MostInstances}. Write one, or an expression such as {{workers}}."));
    }
}
