namespace Prony.Stacks.Supervision;

/// <summary>Writes what a service finds in its own folder when it starts.</summary>
internal static class ServiceFiles
{
    /// <summary>Writes the rendered files; they belong to the user of the service.</summary>
    internal static void Write(ServicePlace place, IEnumerable<KeyValuePair<string, string>> files)
    {
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(place.Data, name);

            // Only a new file: nothing that the folder's owner may have laid there meanwhile is followed.
            // Nobody else's to read: a rendered file may hold a password.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new StreamWriter(path, options))
            {
                file.Write(text);
            }

            place.User?.TakeOver(path);
        }
    }

    /// <summary>Makes the output's file the user's: a server may open it again by name (/dev/stderr), which asks for the file's rights.</summary>
    internal static void GiveLog(ServicePlace place, string path)
    {
        if (place.User is { IsOther: true } user)
        {
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
            }

            user.TakeOver(path);
        }
    }
}
