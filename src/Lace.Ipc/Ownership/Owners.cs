namespace Lace.Ipc.Ownership;

/// <summary>Where a claim came from. The token tells the open claim from copies of earlier ones.</summary>
internal interface IClaimOwner
{
    void Commit(long token, int payloadBytes, long captureTimeNs);

    void Abort(long token);
}

/// <summary>Where a lease came from. The token tells an open lease from copies of earlier ones.</summary>
internal interface ILeaseOwner
{
    void Release(long token);
}
