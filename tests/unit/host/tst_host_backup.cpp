// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "engine/crypto/secret_file.h"
#include "engine/host/host_engine.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr int kPatienceMs = 40'000;
constexpr quint32 kFewRounds = 1000; // of a passphrase that seals nothing
constexpr qint64 kDayMs = 86'400'000;
const QString kPassphrase = QStringLiteral("kept apart from the file");

template <typename T>
Result<T> await(const std::function<void(std::function<void(Result<T>)>)>& ask)
{
    std::optional<Result<T>> answer;
    ask([&](Result<T> result) { answer = std::move(result); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, kPatienceMs))
        return fail(ErrorCode::Timeout, QStringLiteral("no answer"));
    return std::move(*answer);
}

} // namespace

/// Backups that a node makes of itself while it works.
class TstHostBackup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_node = m_directory->filePath(QStringLiteral("node"));
        QVERIFY_OK(initializeNode({m_node, QStringLiteral("340000"), QStringLiteral("n"), QString(),
                                   m_directory->filePath(QStringLiteral("authority"))}));
        const QString word = m_directory->filePath(QStringLiteral("word"));
        QVERIFY_OK(writeSecretFile(systemFileSystem(), word, "opens the vault"));
        auto config = readNodeConfig(m_node);
        QVERIFY_OK(config);
        config->crypto.passphraseFile = word;
        QVERIFY_OK(replaceFile(systemFileSystem(), nodeConfigPath(m_node), view(toJson(*config))));
        m_clock = std::make_unique<test::FakeClock>();
        auto started = HostEngine::start(m_node, {systemFileSystem(), *m_clock, systemRandom()}, kFewRounds);
        QVERIFY_OK(started);
        m_engine = std::move(*started);
    }
    void cleanup()
    {
        m_engine.reset();
        m_directory.reset();
    }

    void isMadeLookedThroughAndRemembered()
    {
        const QString file = m_directory->filePath(QStringLiteral("one.bsbk"));
        const auto made = make(file);
        QVERIFY_OK(made);
        QVERIFY(QFile::exists(file) && made->fileBytes == QFile(file).size());
        QCOMPARE(made->state, QStringLiteral("made"));
        QVERIFY_OK(verify(file, kPassphrase));
        QCOMPARE(shelf().backups.front().state, QStringLiteral("verified"));
        QCOMPARE(shelf().backups.front().by, QStringLiteral("li"));
        // A wrong passphrase says nothing about the file.
        QCOMPARE(verify(file, QStringLiteral("wrong")).error().event, events::CFG_BAD_SECRET);
        QCOMPARE(shelf().backups.front().state, QStringLiteral("verified"));
        QFile content(file);
        const auto setVersion = [&content](char version) {
            return content.open(QIODevice::ReadWrite) && content.seek(4) && content.putChar(version);
        };
        QVERIFY(setVersion(9)); // a later version of this program made it: no fault of the file
        content.close();
        QCOMPARE(verify(file, kPassphrase).error().event, events::UPG_NEWER);
        QCOMPARE(shelf().backups.front().state, QStringLiteral("newer"));
        QVERIFY(setVersion(1) && content.resize(content.size() - 30));
        content.close();
        QCOMPARE(verify(file, kPassphrase).error().code, ErrorCode::Corrupt);
        QCOMPARE(shelf().backups.front().state, QStringLiteral("damaged"));
        QVERIFY(QFile::remove(file));
        QCOMPARE(shelf().backups.front().state, QStringLiteral("gone"));
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("passphrase");
        QTest::addColumn<QString>("event");
        QTest::newRow("no passphrase") << QStringLiteral("FREE") << QString() << events::BCK_NO_PASSPHRASE;
        QTest::newRow("a short one") << QStringLiteral("FREE") << QStringLiteral("123456789") << events::CFG_BAD_VALUE;
        QTest::newRow("half a path") << QStringLiteral("a.bsbk") << kPassphrase << events::CFG_BAD_PATH;
        QTest::newRow("there already") << QStringLiteral("EXISTING") << kPassphrase << events::CFG_BAD_PATH;
    }
    void refusesWhatCannotBe()
    {
        QFETCH(QString, file);
        QFETCH(const QString, passphrase);
        QFETCH(const QString, event);
        if (file == QStringLiteral("EXISTING"))
            file = m_node + QStringLiteral("/node.json");
        else if (file == QStringLiteral("FREE"))
            file = m_directory->filePath(QStringLiteral("a.bsbk"));
        const auto made = await<BackupRow>(
            [&](const auto& reply) { m_engine->backup().makeBackup(file, passphrase, QStringLiteral("li"), reply); });
        QVERIFY(!made);
        QCOMPARE(made.error().event, event);
        QVERIFY(shelf().backups.empty());
    }

    void oneIsAtATimeAndCanBeStopped()
    {
        const QString file = m_directory->filePath(QStringLiteral("one.bsbk"));
        std::optional<Result<BackupRow>> outcome;
        m_engine->backup().makeBackup(file, kPassphrase, QStringLiteral("li"),
                                      [&](Result<BackupRow> result) { outcome = std::move(result); });
        const auto second = make(m_directory->filePath(QStringLiteral("two.bsbk")));
        QCOMPARE(second.error().event, events::BCK_BUSY);
        m_engine->backup().cancelBackup([](const Result<>& result) { QVERIFY_OK(result); });
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), kPatienceMs);
        QVERIFY(!*outcome);
        QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(file) && !QFile::exists(file + QStringLiteral(".part")));
        std::optional<Error> refused;
        m_engine->backup().cancelBackup([&](const Result<>& result) { refused = result.error(); });
        QCOMPARE(refused->event, events::CFG_NOT_FOUND);
    }

    /// The clock is played: three days, of which two stay.
    void makesThemByTheTimetable()
    {
        const QString folder = m_directory->filePath(QStringLiteral("backups"));
        QVERIFY(QDir().mkpath(folder));
        const BackupPlan plan{QStringLiteral("every 24h"), folder, 2};
        QCOMPARE(set(plan).error().event, events::BCK_NO_PASSPHRASE);
        m_engine->security().setSecret(kBackupSecret, QStringLiteral("short"), QStringLiteral("root"),
                                       [](const Result<>& result) {
                                           QVERIFY(!result);
                                           QCOMPARE(result.error().event, events::CFG_BAD_VALUE);
                                       });
        m_engine->security().setSecret(kBackupSecret, kPassphrase, QStringLiteral("root"),
                                       [](const Result<>& result) { QVERIFY_OK(result); });
        QCOMPARE(set({QStringLiteral("now and then"), folder, 2}).error().event, events::CFG_BAD_VALUE);
        QCOMPARE(set({plan.times, folder + QStringLiteral("/none"), 2}).error().event, events::CFG_BAD_PATH);
        QVERIFY_OK(set(plan));
        QVERIFY(shelf().hasPassphrase && shelf().nextUtcMs > 0);
        for (int day = 0; day < 3; ++day) {
            m_clock->advanceMs(kDayMs);
            const std::size_t wanted = std::min(day + 1, 2);
            QTRY_COMPARE_WITH_TIMEOUT(QDir(folder).entryList({QStringLiteral("*.bsbk")}).size(), qsizetype(wanted),
                                      kPatienceMs);
            QTRY_VERIFY_WITH_TIMEOUT(shelf().backups.size() == wanted &&
                                         shelf().backups.front().takenUtcMs == m_clock->utcMs(),
                                     kPatienceMs);
        }
        QCOMPARE(shelf().backups.front().cause, QStringLiteral("timetable"));
        QVERIFY_OK(verify(shelf().backups.front().file, QString())); // by the passphrase that is kept
        // One that is not there any more takes no other one's place.
        const QString older = shelf().backups.back().file;
        QVERIFY(QFile::remove(shelf().backups.front().file));
        m_clock->advanceMs(kDayMs);
        QTRY_VERIFY_WITH_TIMEOUT(shelf().backups.front().takenUtcMs == m_clock->utcMs(), kPatienceMs);
        QVERIFY(QFile::exists(older));
        // A folder that is gone is an alarm, and over with the next one that was made.
        QVERIFY(QDir(folder).removeRecursively());
        m_clock->advanceMs(kDayMs);
        QTRY_VERIFY_WITH_TIMEOUT(hasAlarm(), kPatienceMs);
        QVERIFY(QDir().mkpath(folder));
        m_clock->advanceMs(kDayMs);
        QTRY_VERIFY_WITH_TIMEOUT(!hasAlarm(), kPatienceMs);
        // Or with the timetable.
        QVERIFY(QDir(folder).removeRecursively());
        m_clock->advanceMs(kDayMs);
        QTRY_VERIFY_WITH_TIMEOUT(hasAlarm(), kPatienceMs);
        QVERIFY_OK(set({}));
        QTRY_VERIFY_WITH_TIMEOUT(!hasAlarm(), kPatienceMs);
    }

private:
    Result<BackupRow> make(const QString& file)
    {
        return await<BackupRow>(
            [&](const auto& reply) { m_engine->backup().makeBackup(file, kPassphrase, QStringLiteral("li"), reply); });
    }
    Result<BackupRow> verify(const QString& file, const QString& passphrase)
    {
        return await<BackupRow>(
            [&](const auto& reply) { m_engine->backup().verifyBackup(file, passphrase, QStringLiteral("li"), reply); });
    }
    Result<> set(const BackupPlan& plan)
    {
        return await<void>([&](const auto& reply) { m_engine->backup().setBackupPlan(plan, reply); });
    }
    BackupShelf shelf()
    {
        const auto known = await<BackupShelf>([&](const auto& reply) { m_engine->backup().backups(reply); });
        return known ? *known : BackupShelf();
    }
    bool hasAlarm()
    {
        const auto node = await<NodeSnapshot>([&](const auto& reply) { m_engine->snapshot(reply); });
        return node &&
               std::ranges::find(node->alarms, QStringLiteral("backup"), &AlarmSnapshot::subject) != node->alarms.end();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_node;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<HostEngine> m_engine;
};

BUSHENG_TEST(TstHostBackup)
#include "tst_host_backup.moc"
