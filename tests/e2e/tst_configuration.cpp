// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/latin_sentence.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include "app/node/node_init.h"
#include "engine/api/node_config.h"

#include <QFile>
#include <QProcess>
#include <QTcpServer>

using namespace busheng;
using namespace busheng::test;

/// Whatever is wrong with a configuration: one clear line that names the thing, in the operator's language.
class TstConfiguration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneLineSaysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("from"); ///< text of node.json to be replaced; empty: nothing
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("remove");   ///< file to remove from the data directory
        QTest::addColumn<QByteArray>("names"); ///< what the line must name
        QTest::newRow("unknown key") << QByteArray("\"listen\"") << QByteArray("\"lisen\"") << QString()
                                     << QByteArray("lisen");
        QTest::newRow("not JSON") << QByteArray("{") << QByteArray("{,") << QString() << QByteArray("node.json");
        QTest::newRow("bad code") << QByteArray("100000") << QByteArray("10000") << QString() << QByteArray("10000");
        QTest::newRow("bad address") << QByteArray("127.0.0.1:") << QByteArray("127.0.0.1.9:") << QString()
                                     << QByteArray("127.0.0.1.9");
        QTest::newRow("bad path") << QByteArray("identity/node.crt") << QByteArray("identity") << QString()
                                  << QByteArray("identity");
        QTest::newRow("missing certificate")
            << QByteArray() << QByteArray() << QStringLiteral("identity/node.crt") << QByteArray("node.crt");
        QTest::newRow("missing key") << QByteArray() << QByteArray() << QStringLiteral("identity/node.key")
                                     << QByteArray("node.key");
        QTest::newRow("missing node.json")
            << QByteArray() << QByteArray() << QStringLiteral("node.json") << QByteArray("node.json");
    }

    void oneLineSaysWhatIsWrong()
    {
        QFETCH(const QByteArray, from);
        QFETCH(const QByteArray, to);
        QFETCH(const QString, remove);
        QFETCH(const QByteArray, names);
        QTemporaryDir directory;
        layOut(directory.path(), QStringLiteral("127.0.0.1:0"));
        if (!from.isEmpty())
            edit(directory.path(), from, to);
        if (!remove.isEmpty())
            QVERIFY(QFile::remove(directory.filePath(remove)));
        for (const QString& language : kLanguages) {
            const QByteArray said = refusal(directory.path(), language);
            QCOMPARE(said.count('\n'), 1);
            QVERIFY2(said.contains(names), said.constData());
            checkLanguage(said, language);
        }
    }

    void saysThatAPortIsTaken()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const QString address = QStringLiteral("127.0.0.1:%1").arg(other.serverPort());
        QTemporaryDir directory;
        layOut(directory.path(), address);
        for (const QString& language : kLanguages) {
            const QByteArray said = refusal(directory.path(), language);
            QCOMPARE(said.count('\n'), 1);
            QVERIFY2(said.contains(address.toUtf8()), said.constData());
            checkLanguage(said, language);
        }
    }

    void clientSaysWhatIsWrongWithACommand_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("unknown command") << QStringList{QStringLiteral("dance")} << QByteArray("dance");
        QTest::newRow("missing option") << QStringList{QStringLiteral("source"), QStringLiteral("add"),
                                                       QStringLiteral("x")}
                                        << QByteArray("--location");
        QTest::newRow("no such file") << QStringList{QStringLiteral("source"), QStringLiteral("add"),
                                                     QStringLiteral("x"), QStringLiteral("--location"),
                                                     QStringLiteral("/nowhere/x.sqlite")}
                                      << QByteArray("/nowhere/x.sqlite");
        QTest::newRow("no such subscription")
            << QStringList{QStringLiteral("verify"), QStringLiteral("nobody")} << QByteArray("nobody");
        QTest::newRow("bad peer code") << QStringList{QStringLiteral("link"), QStringLiteral("add"),
                                                      QStringLiteral("34")}
                                       << QByteArray("34");
        const QStringList add{QStringLiteral("subscription"),
                              QStringLiteral("add"),
                              QStringLiteral("s"),
                              QStringLiteral("--peer"),
                              QStringLiteral("340000"),
                              QStringLiteral("--dataset"),
                              QStringLiteral("d"),
                              QStringLiteral("--target"),
                              QStringLiteral("t")};
        QTest::newRow("bad filter") << add + QStringList{QStringLiteral("--where"), QStringLiteral("person:region = ")}
                                    << QByteArray("mappings[0].filter");
        QTest::newRow("bad column list") << add + QStringList{QStringLiteral("--columns"), QStringLiteral("person")}
                                         << QByteArray("--columns");
        QTest::newRow("bad policy") << add + QStringList{QStringLiteral("--new-columns"), QStringLiteral("drop")}
                                    << QByteArray("--new-columns");
        QTest::newRow("filter as it stands there")
            << add + QStringList{QStringLiteral("--where"), QStringLiteral("person:region = ")}
            << QByteArray("region =");
        QTest::newRow("bad timetable") << add + QStringList{QStringLiteral("--verify-times"),
                                                            QStringLiteral("daily 25:00")}
                                       << QByteArray("daily 25:00");
        for (const char* option : {"--on-row-error", "--on-conflict", "--on-structure"})
            QTest::newRow(option) << add + QStringList{QString::fromLatin1(option), QStringLiteral("maybe-so")}
                                  << QByteArray("maybe-so");
        QTest::newRow("reload without yes") << add + QStringList{QStringLiteral("--reload")} << QByteArray("--yes");
        QTest::newRow("no such structure") << QStringList{QStringLiteral("structure"), QStringLiteral("show"),
                                                          QStringLiteral("--subscription"), QStringLiteral("nobody")}
                                           << QByteArray("nobody");
        QTest::newRow("no such task") << QStringList{QStringLiteral("task"), QStringLiteral("start"),
                                                     QStringLiteral("nobody")}
                                      << QByteArray("nobody");
    }

    void clientSaysWhatIsWrongWithACommand()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QByteArray, names);
        TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.ministry().start());
        for (const QString& language : kLanguages) {
            const QByteArray said = runClient(nodes.ministry().dataDirectory(), language, words, 2).error;
            QCOMPARE(said.count('\n'), 1);
            QVERIFY2(said.contains(names), said.constData());
            checkLanguage(said, language);
        }
    }

    /// By command: a part of a dataset into another SQLite database, under other names.
    void clientSubscribesToAPart()
    {
        TwoNodes nodes(50);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const QString directory = nodes.ministry().dataDirectory();
        const QString path = nodes.path(QStringLiteral("archive.sqlite"));
        const auto run = [&](const QStringList& words, int exitCode) {
            return runClient(directory, QStringLiteral("en"), words, exitCode);
        };
        QVERIFY(run({QStringLiteral("target"), QStringLiteral("add"), QStringLiteral("archive"),
                     QStringLiteral("--location"), path},
                    0)
                    .error.isEmpty());
        QStringList add{QStringLiteral("subscription"),
                        QStringLiteral("add"),
                        QStringLiteral("part"),
                        QStringLiteral("--peer"),
                        QStringLiteral("340000"),
                        QStringLiteral("--dataset"),
                        QStringLiteral("register"),
                        QStringLiteral("--target"),
                        QStringLiteral("archive"),
                        QStringLiteral("--verify-times"),
                        QStringLiteral("weekly mon 02:30"),
                        QStringLiteral("--on-structure"),
                        QStringLiteral("stop"),
                        QStringLiteral("--table"),
                        QStringLiteral("account=purse"),
                        QStringLiteral("--columns"),
                        QStringLiteral("account:*,balance=money"),
                        QStringLiteral("--where"),
                        QStringLiteral("account:id in (2, 3) or id > 18"),
                        QStringLiteral("--where"),
                        QStringLiteral("person:id < 0")};
        const Said added = run(add, 0);
        QVERIFY2(added.error.isEmpty(), added.error.constData());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("part live"), 60'000, [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.subscriptions, [](const SubscriptionSnapshot& one) {
                return one.config.name == QStringLiteral("part") && one.state == SubscriptionState::Live &&
                       one.config.verifyTimes == QStringLiteral("weekly mon 02:30") && one.nextVerifyUtcMs > 0 &&
                       one.config.onStructure == QStringLiteral("stop");
            });
        }));
        QVERIFY_OK(nodes.work(0, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        const auto verified = run({QStringLiteral("verify"), QStringLiteral("part")}, 0);
        QVERIFY2(verified.output.contains("equal"), verified.output.constData());
        const auto archive = SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadOnly, QStringLiteral("archive"));
        QVERIFY_OK(archive);
        QCOMPARE((*archive)->queryInteger(QStringLiteral("SELECT count(money) FROM purse")).value_or(-1), 4);
        QCOMPARE((*archive)->queryInteger(QStringLiteral("SELECT count(*) FROM person")).value_or(-1), 0);
        for (const QString& language : kLanguages) {
            const QByteArray shown = runClient(directory, language,
                                               {QStringLiteral("structure"), QStringLiteral("show"),
                                                QStringLiteral("--subscription"), QStringLiteral("part")},
                                               0)
                                         .output;
            QVERIFY2(shown.contains("account -> purse"), shown.constData());
            QVERIFY2(shown.contains("money"), shown.constData());
        }
        add.last() = QStringLiteral("person:id < 1");
        const Said changed = run(add, 2);
        QVERIFY2(changed.error.contains("--reload --yes"), changed.error.constData());
        const Said reloaded = run(add + QStringList{QStringLiteral("--reload"), QStringLiteral("--yes")}, 0);
        QVERIFY2(reloaded.error.isEmpty(), reloaded.error.constData());
    }

    /// Of a node's own dataset, before anything is made.
    void clientPreviewsAStructure()
    {
        TwoNodes nodes(5);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        const QString directory = nodes.province().dataDirectory();
        const QString path = nodes.path(QStringLiteral("copy.sqlite"));
        runClient(directory, QStringLiteral("en"),
                  {QStringLiteral("target"), QStringLiteral("add"), QStringLiteral("copy"),
                   QStringLiteral("--location"), path},
                  0);
        const Said shown =
            runClient(directory, QStringLiteral("en"),
                      {QStringLiteral("structure"), QStringLiteral("preview"), QStringLiteral("--dataset"),
                       QStringLiteral("register"), QStringLiteral("--target"), QStringLiteral("copy"),
                       QStringLiteral("--table"), QStringLiteral("account=purse")},
                      0);
        QVERIFY2(shown.output.contains("CREATE TABLE \"purse\""), shown.error.constData());
        QVERIFY(!QFile::exists(path));
    }

    void clientSaysWhatRightsAreNeeded()
    {
        TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const QString directory = nodes.ministry().dataDirectory();
        const auto words = [](const char* line) { return QString::fromLatin1(line).split(u' '); };
        // Nobody is asked: the server need not be there yet.
        const Said added = runClient(directory, QStringLiteral("en"),
                                     words("target add pg --driver postgres --location") +
                                         QStringList{QStringLiteral("host=x dbname=own user=writer")},
                                     0);
        QVERIFY2(added.error.isEmpty(), added.error.constData());
        const Said shown = runClient(directory, QStringLiteral("en"),
                                     words("target rights pg --tables public.person --user writer"), 0);
        QVERIFY2(shown.output.contains("CREATE ROLE \"writer\" LOGIN;\n"), shown.error.constData());
        QVERIFY(shown.output.contains("GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"writer\";\n"));
        const Said there = runClient(directory, QStringLiteral("en"),
                                     words("target rights pg --tables public.person --user writer --tables-exist"), 0);
        QVERIFY(there.output.contains("ON TABLE \"public\".\"person\" TO \"writer\";\n"));
        // There is no server: who looks, or wants the statements run, is told.
        for (const QString& language : kLanguages) {
            const Said looked = runClient(directory, language, words("target check pg --tables public.person"), 2);
            checkLanguage(looked.output, language);
            const Said run =
                runClient(directory, language,
                          words("target rights pg --tables public.person --user writer --run-as postgres"), 2);
            checkLanguage(run.error, language);
            const Said own = runClient(directory, language, words("target check ministry --tables person"), 1);
            checkLanguage(own.output, language); // its rows are those of the subscription
        }
        for (const QString& language : kLanguages) {
            const Said refused =
                runClient(directory, language,
                          QStringList{QStringLiteral("target"), QStringLiteral("rights"), QStringLiteral("ministry")} +
                              words("--tables person --user writer"),
                          2);
            checkLanguage(refused.error, language);
        }
    }

    void clientSpeaksTheLanguageOfTheSystem()
    {
        TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const QString directory = nodes.ministry().dataDirectory();
        for (const char* words : {"status", "source list", "target list", "ledger", "alarms", "verify register"}) {
            const QStringList call = QString::fromLatin1(words).split(u' ');
            const QByteArray chinese = runClient(directory, QStringLiteral("zh_CN"), call, 0).output;
            QVERIFY2(latinSentence(QString::fromUtf8(chinese)).isEmpty(), chinese.constData());
            const QByteArray english = runClient(directory, QStringLiteral("en"), call, 0).output;
            QCOMPARE(chinese != english, !english.isEmpty());
        }
        // The names in it are Chinese anyway; the headings are what differs.
        const QStringList status{QStringLiteral("status")};
        QVERIFY(runClient(directory, QString(), status, 0, QStringLiteral("zh_CN.UTF-8")).output.contains("订阅"));
        const QByteArray english = runClient(directory, QString(), status, 0, QStringLiteral("en_US.UTF-8")).output;
        QVERIFY2(english.contains("subscription") && !english.contains("订阅"), english.constData());
    }

    void clientSaysThatNoNodeRuns()
    {
        QTemporaryDir directory;
        QProcess client;
        client.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                     {QStringLiteral("--data"), directory.path(), QStringLiteral("status")});
        QVERIFY(client.waitForFinished());
        QCOMPARE(client.exitCode(), 2);
        QVERIFY(client.readAllStandardError().contains(directory.path().toUtf8()));
    }

private:
    inline static const QStringList kLanguages{QStringLiteral("en"), QStringLiteral("zh_CN")};

    struct Said {
        QByteArray output;
        QByteArray error;
    };

    /// Chinese where Chinese was asked for, whole sentences of it, and none elsewhere.
    static void checkLanguage(const QByteArray& said, const QString& language)
    {
        const QString text = QString::fromUtf8(said);
        QVERIFY2(hasHan(text) == (language == QStringLiteral("zh_CN")), said.constData());
        if (language == QStringLiteral("zh_CN"))
            QVERIFY2(latinSentence(text).isEmpty(), said.constData());
    }

    /// `language` empty: none is asked for, and `locale` is the environment's.
    static Said runClient(const QString& directory, const QString& language, const QStringList& words, int exitCode,
                          const QString& locale = QString())
    {
        QProcess client;
        QStringList arguments{QStringLiteral("--data"), directory};
        if (!language.isEmpty())
            arguments += {QStringLiteral("--lang"), language};
        if (!locale.isEmpty()) {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANGUAGE"})
                environment.remove(QString::fromLatin1(name));
            environment.insert(QStringLiteral("LANG"), locale);
            client.setProcessEnvironment(environment);
        }
        client.start(TwoNodes::binary(QStringLiteral("busheng-client")), arguments + words);
        if (!client.waitForFinished() || client.exitCode() != exitCode)
            return {{}, "it did not end as expected: " + client.readAllStandardError()};
        return {client.readAllStandardOutput(), client.readAllStandardError()};
    }

    static void layOut(const QString& directory, const QString& listen)
    {
        QVERIFY_OK(initializeNode({directory, QStringLiteral("100000"), QStringLiteral("部"), listen,
                                   directory + QStringLiteral("/authority")}));
    }

    static void edit(const QString& directory, const QByteArray& from, const QByteArray& to)
    {
        QFile file(nodeConfigPath(directory));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        const qsizetype at = text.indexOf(from);
        QVERIFY(at >= 0);
        text.replace(at, from.size(), to);
        file.resize(0);
        file.write(text);
    }

    static QByteArray refusal(const QString& directory, const QString& language)
    {
        QProcess node;
        node.start(TwoNodes::binary(QStringLiteral("busheng-node")),
                   {QStringLiteral("run"), QStringLiteral("--lang"), language, QStringLiteral("--data"), directory});
        if (!node.waitForFinished(20'000) || node.exitCode() != 2)
            return "it did not end with 2";
        return node.readAllStandardError();
    }
};

BUSHENG_TEST(TstConfiguration)
#include "tst_configuration.moc"
