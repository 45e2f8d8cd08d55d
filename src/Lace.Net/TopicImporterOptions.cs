namespace Lace.Net;

/// <summary>Options of <see cref="TopicImporter.Start"/>. Immutable.</summary>
public sealed record TopicImporterOptions : TransportOptions
{
    /// <summary>
    /// Messages that may be on the way, 1 to 1024. Null, the default: 1 for newest (2 keeps a long link busy, at the price of an older
    /// message), 8 in order. Each may take the largest message's bytes on both hosts.
    /// </summary>
    public int? Credit { get; init; }

    internal override void Check()
    {
        base.Check();
        if (Credit is < 1 or > (int)Wire.SubscribeFrame.CreditMax)
            throw new ArgumentOutOfRangeException(nameof(Credit), Credit, $"Credit must be from 1 to {Wire.SubscribeFrame.CreditMax}.");
    }
}
