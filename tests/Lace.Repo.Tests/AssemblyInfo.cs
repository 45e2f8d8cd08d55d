// Scenarios start processes and wait on them on two cores: one at a time, or a slow one looks like a broken one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
