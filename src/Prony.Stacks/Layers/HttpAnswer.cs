using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Prony.Stacks.Layers;

/// <summary>GETs an address, each time on a connection of its own: one that stays open would hold a thread of some servers.</summary>
internal sealed class HttpAnswer(Uri address) : ILayerAnswer
{
    // Holds no connection between two readings, so that nothing of it needs to end.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<string> ReadAsync(Func<string, bool> isWhole, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.ConnectionClose = true;
        if (address.UserInfo.Length > 0)
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }

        try
        {
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new LayerException(string.Create(CultureInfo.InvariantCulture, $"it answered with status {(int)response.StatusCode}"));
            }

            return await ReadBodyAsync(response, ct).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new LayerException((failure.InnerException ?? failure).Message.TrimEnd('.'));
        }
    }

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = new AnswerText();
        var buffer = new byte[16 * 1024];
        var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            for (var read = 1; read > 0;)
            {
                read = await body.ReadAsync(buffer, ct).ConfigureAwait(false);
                text.Add(buffer.AsSpan(0, read));
            }
        }

        return text.ToString();
    }
}
