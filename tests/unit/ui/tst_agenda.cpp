// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/agenda_model.h"
#include "ui/text/translator.h"

#include <QAbstractItemModelTester>

using namespace busheng;

namespace {

constexpr qint64 kNow = 1'795'741'200'000; // 2026-11-27 03:00 UTC, a whole ten minutes
constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;

FileTaskSnapshot taskOf(const char* name, qint64 nextUtcMs, qint64 lastTookMs)
{
    FileTaskSnapshot task;
    task.config.name = QString::fromLatin1(name);
    task.nextStartUtcMs = nextUtcMs;
    if (lastTookMs >= 0) {
        task.startedUtcMs = kNow - 24 * kHour;
        task.finishedUtcMs = task.startedUtcMs + lastTookMs;
    }
    return task;
}

} // namespace

/// What comes in the next day, as the overview shows it.
class TstAgenda : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void namesWhatComesTheSoonestFirst()
    {
        NodeSnapshot node;
        node.fileTasks = {taskOf("tonight", kNow + 20 * kHour, 40 * kMinute), taskOf("first", kNow + 2 * kHour, -1),
                          taskOf("never", -1, kMinute), taskOf("nextWeek", kNow + 150 * kHour, kMinute)};
        SubscriptionSnapshot subscription;
        subscription.config.name = QStringLiteral("flow");
        subscription.nextVerifyUtcMs = kNow + 3 * kHour;
        subscription.loadRemainingMs = kHour;
        node.subscriptions = {subscription};
        PublicationSnapshot publication;
        publication.config.name = QStringLiteral("person");
        publication.log.minutesLeft = 95 * 60 + 4;
        node.publications = {publication};
        const std::vector<AgendaRow> rows = agendaOf(node, kNow);
        QStringList keys;
        for (const AgendaRow& row : rows)
            keys.append(row.key);
        QCOMPARE(keys,
                 (QStringList{QStringLiteral("load/flow"), QStringLiteral("task/first"), QStringLiteral("verify/flow"),
                              QStringLiteral("task/tonight"), QStringLiteral("log/person")}));
        QCOMPARE(rows[0].atUtcMs, kNow + kHour);
        QCOMPARE(rows[1].untilUtcMs, qint64{-1}); // it never ran: nobody knows
        QCOMPARE(rows[3].untilUtcMs, kNow + 20 * kHour + 40 * kMinute);
        QCOMPARE(rows[4].atUtcMs, kNow + 95 * kHour); // rounded: it stands still
    }

    void nothingIsDueOfASilentNode()
    {
        NodeSnapshot node;
        node.fileTasks = {taskOf("running", -1, -1)};
        node.subscriptions.emplace_back();
        node.publications.emplace_back();
        QVERIFY(agendaOf(node, kNow).empty());
    }

    void readsInWords()
    {
        AgendaModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        NodeSnapshot node;
        node.fileTasks = {taskOf("<b>tonight</b>", kNow + kHour, kMinute)};
        model.setRows(agendaOf(node, kNow));
        QVERIFY(model.index(0, AgendaModel::What)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("Task <b>tonight</b> starts, through about ")));
        QVERIFY(!model.index(0, AgendaModel::What).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
    }
};

BUSHENG_TEST(TstAgenda)
#include "tst_agenda.moc"
