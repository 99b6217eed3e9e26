// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "engine/pipeline/apply/pg_target_writer.h"
#include "engine/pipeline/apply/stream_fence.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

Fence copy(std::uint64_t number, char holder)
{
    Fence fence;
    fence.number = number;
    fence.holder.fill(holder);
    return fence;
}

Checkpoint at(std::uint64_t sequence)
{
    Checkpoint checkpoint;
    checkpoint.sequence = sequence;
    checkpoint.position.order = sequence * 10;
    return checkpoint;
}

} // namespace

/// Two copies of a node at one PostgreSQL target; the rules in full are in TstStreamFence.
class TstPgStreamFence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }

    void theFormerCopyAtWorkCannotCommitAnyMore()
    {
        const StreamId stream{QStringLiteral("340000"), QStringLiteral("100000"), 1};
        const auto former = open();
        const auto restored = open();
        QVERIFY(former && restored);
        QVERIFY_OK(takeOverStream(*former, stream, copy(0, 'a')));
        QVERIFY_OK(former->readCheckpoint(stream.name()));
        QVERIFY_OK(commit(*former, stream, 5));
        QVERIFY_OK(takeOverStream(*restored, stream, copy(1, 'b')));
        const auto late = commit(*former, stream, 6);
        QVERIFY(!late);
        QCOMPARE(late.error().event, events::TGT_CHECKPOINT);
        former->rollback();
        const auto again = takeOverStream(*former, stream, copy(0, 'a'));
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::NOD_FENCED);
        const auto second = takeOverStream(*former, stream, copy(1, 'c'));
        QVERIFY(!second);
        QCOMPARE(second.error().event, events::NOD_FENCED);
        const auto kept = restored->readCheckpoint(stream.name());
        QVERIFY_OK(kept);
        QCOMPARE(kept->sequence, 5U);
        QVERIFY_OK(commit(*restored, stream, 6));
    }

    void aNodeThatWasNeverRestoredLeavesNoTrace()
    {
        const StreamId stream{QStringLiteral("340000"), QStringLiteral("100000"), 2};
        const auto writer = open();
        QVERIFY(writer);
        QVERIFY_OK(takeOverStream(*writer, stream, copy(0, 'a')));
        QVERIFY_OK(writer->readCheckpoint(stream.name()));
        QVERIFY_OK(commit(*writer, stream, 1));
        const auto rows = m_server.run(QStringLiteral("SELECT count(*) FROM busheng.checkpoint WHERE stream = "
                                                      "'fence 340000>100000/2'"));
        QVERIFY_OK(rows);
        QCOMPARE(*rows, QStringLiteral("0"));
    }

private:
    std::unique_ptr<TargetWriter> open()
    {
        PgTarget target;
        target.target = {QStringLiteral("t"), QStringLiteral("postgres"), m_server.conninfo()};
        auto writer = openPgTarget(target);
        return writer ? std::move(*writer) : nullptr;
    }
    static Result<> commit(TargetWriter& writer, const StreamId& stream, std::uint64_t sequence)
    {
        ENGINE_TRY(writer.begin());
        ENGINE_TRY(writer.writeCheckpoint(stream.name(), at(sequence)));
        return writer.commit();
    }

    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgStreamFence)
#include "tst_pg_stream_fence.moc"
