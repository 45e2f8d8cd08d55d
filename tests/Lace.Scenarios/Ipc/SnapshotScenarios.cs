using Lace.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What a snapshot promises: the newest value, whole.</summary>
public static class SnapshotScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void A_reader_gets_the_newest_value_and_how_often_it_was_published()
    {
        string name = ScenarioDirectory.SegmentName("pose");
        using SnapshotPublisher<Pose> publisher = SnapshotPublisher<Pose>.CreateOrOpen(name);
        using SnapshotSubscriber<Pose> subscriber = SnapshotSubscriber<Pose>.Open(name);
        Check.Equal(0L, subscriber.Read(out _));

        for (int i = 1; i <= 5; i++)
            publisher.Publish(new Pose(i, 2 * i, 3 * i));

        Check.Equal(5L, subscriber.Read(out Pose pose));
        Check.Equal(new Pose(5, 10, 15), pose);
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(TimeSpan.Zero));
    }

    public static void A_successor_goes_on_from_the_value_that_was_left()
    {
        string name = ScenarioDirectory.SegmentName("pose");
        SnapshotPublisher<Pose> first = SnapshotPublisher<Pose>.CreateOrOpen(name);
        using SnapshotSubscriber<Pose> subscriber = SnapshotSubscriber<Pose>.Open(name);
        first.Publish(new Pose(1, 1, 1));
        Check.Throws<SegmentBusyException>(() => SnapshotPublisher<Pose>.CreateOrOpen(name));
        first.Dispose();
        using SnapshotPublisher<Pose> second = SnapshotPublisher<Pose>.CreateOrOpen(name);

        Check.Equal(1L, subscriber.Read(out Pose left));
        Check.Equal(new Pose(1, 1, 1), left);
        second.Publish(new Pose(2, 2, 2));
        Check.Equal(2L, subscriber.Read(out _));
    }

    public static void A_value_of_another_size_or_name_is_refused_with_both_named()
    {
        string name = ScenarioDirectory.SegmentName("pose");
        using SnapshotPublisher<Pose> publisher = SnapshotPublisher<Pose>.CreateOrOpen(name);

        Check.Contains("Pose", Check.Throws<SegmentMismatchException>(() => SnapshotSubscriber<long>.Open(name)).Message);
        SegmentOptions lie = new() { TypeName = nameof(Pose) };
        Check.Contains("ValueBytes", Check.Throws<SegmentMismatchException>(() => SnapshotSubscriber<long>.Open(name, lie)).Message);
    }

    public static void Values_are_never_torn_and_never_go_back_while_the_publisher_runs_at_full_speed()
    {
        string name = ScenarioDirectory.SegmentName("pose");
        using SnapshotPublisher<Pose> publisher = SnapshotPublisher<Pose>.CreateOrOpen(name);
        long count = TestRun.Count(1_000_000, 50_000_000);
        Exception? failure = null;
        Thread reader = new(() =>
        {
            try
            {
                using SnapshotSubscriber<Pose> subscriber = SnapshotSubscriber<Pose>.Open(name);
                long last = 0;
                while (last < count)
                {
                    long version = subscriber.Read(out Pose pose);
                    Check.AtLeast(last, version);
                    Check.Equal(new Pose(version, 2 * version, 3 * version), pose);
                    last = version;
                    if (last < count)
                        Check.NotEqual(WaitResult.TimedOut, subscriber.Wait(s_long));
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { Name = "snapshot-reader" };
        reader.Start();

        for (long i = 1; i <= count; i++)
            publisher.Publish(new Pose(i, 2 * i, 3 * i));

        reader.Join();
        Check.Null(failure);
    }

    private readonly record struct Pose(double X, double Y, double Angle);
}
