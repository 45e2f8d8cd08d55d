namespace CartPoleSample.Learning;

/// <summary>Where an examination stands.</summary>
public enum EvaluationStatus
{
    /// <summary>More episodes are needed.</summary>
    Running,

    /// <summary>All episodes ran and their mean is high enough.</summary>
    Passed,

    /// <summary>Even perfect episodes could no longer lift the mean far enough.</summary>
    OutOfReach,
}
