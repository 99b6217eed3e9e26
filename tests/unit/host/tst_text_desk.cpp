// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_desk.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

using namespace busheng;

class TstTextDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A peer that asks again and again does not fill the node with readers of its database.
    void answersAPeerOnceAtATime()
    {
        std::vector<std::pair<QString, control::Texts>> sent;
        DatabaseConfig source;
        source.name = QStringLiteral("pension");
        source.driver = QStringLiteral("sqlite");
        source.location = QStringLiteral("/nowhere/at/all.db");
        DatasetConfig dataset;
        dataset.name = QStringLiteral("persons");
        dataset.source = source.name;
        dataset.tables = {QStringLiteral("person")};
        NodeConfiguration all;
        all.sources = {source};
        all.datasets = {dataset};
        TextDesk::Context context;
        context.post = [this](std::function<void()> call) {
            QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
        };
        context.configuration = [all] { return all; };
        context.nodeCode = QStringLiteral("340000");
        context.send = [&sent](const QString& peer, const control::Body& body) {
            sent.emplace_back(peer, std::get<control::Texts>(body));
            return true;
        };
        context.requireMayHave = [](const QString&, const DatasetConfig&) { return Result<>(); };
        TextDesk desk(std::move(context));
        const auto ask = [&desk](const char* peer, std::uint64_t id) {
            return desk.onControl(QLatin1String(peer), control::TextsRequest{id, QStringLiteral("persons"), 0});
        };
        QVERIFY(ask("100000", 1));
        QVERIFY(ask("200000", 2));
        QVERIFY(sent.empty());
        QVERIFY(ask("100000", 3));
        QCOMPARE(sent.size(), std::size_t{1}); // at once, and no reader more
        QCOMPARE(sent[0].second.id, std::uint64_t{3});
        QVERIFY2(sent[0].second.args.value(1).contains(QStringLiteral("one at a time")),
                 qPrintable(sent[0].second.args.join(u'|')));
        QTRY_COMPARE(sent.size(), std::size_t{3});
        QVERIFY(ask("100000", 4));
        QCOMPARE(sent.size(), std::size_t{3}); // it is being read
        QTRY_COMPARE(sent.size(), std::size_t{4});
        QCOMPARE(sent[3].second.id, std::uint64_t{4});
        QVERIFY(!sent[3].second.args.value(1).contains(QStringLiteral("one at a time")));
    }

    /// A node of an older version drops the question: who asked is told, once, and an answer that comes later is none.
    void doesNotWaitForAnOlderPeer()
    {
        std::uint64_t asked = 0;
        TextDesk::Context context;
        context.post = [](const std::function<void()>&) {};
        context.configuration = [] { return NodeConfiguration(); };
        context.nodeCode = QStringLiteral("340000");
        context.send = [&asked](const QString&, const control::Body& body) {
            asked = std::get<control::TextsRequest>(body).id;
            return true;
        };
        context.patience = std::chrono::milliseconds(1);
        TextDesk desk(std::move(context));
        SubscriptionConfig subscription;
        subscription.peerCode = QStringLiteral("100000");
        subscription.dataset = QStringLiteral("persons");
        QStringList told;
        desk.survey(subscription, 100, [&told](const Result<TextSurvey>& survey) {
            told.append(survey ? QString() : survey.error().event + u' ' + survey.error().args.join(u'|'));
        });
        QVERIFY(asked != 0);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(told.front().contains(QStringLiteral("gives no answer")), qPrintable(told.front()));
        control::Texts late;
        late.id = asked;
        QVERIFY(desk.onControl(QStringLiteral("100000"), late));
        QCOMPARE(told.size(), 1);
    }

    /// What nobody was shown is not run.
    void runsOnlyWhatASurveyHasShown()
    {
        DatabaseConfig target;
        target.name = QStringLiteral("collection");
        NodeConfiguration all;
        all.targets = {target};
        TextDesk::Context context;
        context.post = [](const std::function<void()>&) {};
        context.configuration = [all] { return all; };
        context.shown = [](const QString& name) -> Result<QStringList> {
            return QStringList{QStringLiteral("ALTER TABLE t, for ") + name};
        };
        TextDesk desk(std::move(context));
        const auto widen = [&desk](const QString& statement) {
            QString event;
            desk.widen(QStringLiteral("collection"), {statement},
                       [&event](const Result<QStringList>& run) { event = run ? QString() : run.error().event; });
            return event;
        };
        QCOMPARE(widen(QStringLiteral("DROP TABLE t")), events::CFG_BAD_VALUE);
        QCOMPARE(widen(QStringLiteral("ALTER TABLE t, for collection")), QString()); // it is under way
    }
};

BUSHENG_TEST(TstTextDesk)
#include "tst_text_desk.moc"
