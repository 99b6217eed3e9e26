// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/api/json.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kFirst = QStringLiteral("Correct-Horse-7");
const QString kOwn = QStringLiteral("Battery_Staple_8");

/// One who works at the node with the command line: a runtime directory, and so a session, of his own.
struct Person {
    Person(QString node, QString runtime) : dataDirectory(std::move(node)), runtimeDirectory(std::move(runtime))
    {
        QDir().mkpath(runtimeDirectory);
        QFile::setPermissions(runtimeDirectory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// The exit code; what was written is in `output` and `errors`.
    int run(const QStringList& words, const QString& input = {})
    {
        QProcess client;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtimeDirectory);
        environment.remove(QStringLiteral("BUSHENG_SESSION"));
        client.setProcessEnvironment(environment);
        client.start(
            TwoNodes::binary(QStringLiteral("busheng-client")),
            QStringList{QStringLiteral("--data"), dataDirectory, QStringLiteral("--lang"), QStringLiteral("en")} +
                words);
        client.write(input.toUtf8());
        client.closeWriteChannel();
        if (!client.waitForFinished())
            return -1;
        output = QString::fromUtf8(client.readAllStandardOutput());
        errors = QString::fromUtf8(client.readAllStandardError());
        return client.exitCode();
    }
    int signIn(const QString& name, const QString& password)
    {
        return run({QStringLiteral("sign-in"), QStringLiteral("--name"), name}, password + u'\n');
    }
    QJsonDocument json() const { return QJsonDocument::fromJson(output.toUtf8()); }

    QString dataDirectory;
    QString runtimeDirectory;
    QString output;
    QString errors;
};

} // namespace

/// Named operators at a real node: who is let in, what waits for a second person, and that the ledger says who.
class TstOperators : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneProposesAnotherConfirmsAndTheLedgerSaysWho()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        cli::NodeProcess& node = nodes.province();
        QVERIFY_OK(node.start());
        const auto person = [&](const char* name) {
            return Person(node.dataDirectory(), nodes.path(QStringLiteral("runtime-") + QString::fromLatin1(name)));
        };
        Person root = person("root");
        Person li = person("li");
        Person wang = person("wang");
        const auto add = [&](const char* name, const char* role) {
            return root.run({QStringLiteral("operator"), QStringLiteral("add"), QString::fromLatin1(name),
                             QStringLiteral("--person"), QString(u"person " + QString::fromLatin1(name)),
                             QStringLiteral("--role"), QString::fromLatin1(role)},
                            kFirst + u'\n');
        };
        QCOMPARE(root.run({QStringLiteral("whoami")}), 0);
        QVERIFY(root.output.contains(QStringLiteral("no operators")));
        QCOMPARE(add("root", "operator"), 2); // the first one is a security administrator
        QCOMPARE(add("root", "security"), 0);
        QCOMPARE(root.run({QStringLiteral("status")}), 2);
        QVERIFY2(root.errors.contains(QStringLiteral("Sign in")), qPrintable(root.errors));
        QCOMPARE(root.signIn(QStringLiteral("root"), QStringLiteral("guess")), 2);
        QCOMPARE(root.signIn(QStringLiteral("root"), kFirst), 0);
        QCOMPARE(root.run({QStringLiteral("status")}), 0);
        QCOMPARE(add("li", "operator"), 0);
        QCOMPARE(add("wang", "reviewer"), 0);
        for (Person* const other : {&li, &wang}) {
            const QString name = other == &li ? QStringLiteral("li") : QStringLiteral("wang");
            QCOMPARE(other->signIn(name, kFirst), 1); // the password is another's
            QCOMPARE(other->run({QStringLiteral("status")}), 2);
            QCOMPARE(other->run({QStringLiteral("password")}, kFirst + u'\n' + kOwn + u'\n'), 0);
            QCOMPARE(other->run({QStringLiteral("status")}), 0);
        }
        QCOMPARE(root.run({QStringLiteral("review"), QStringLiteral("on")}), 0);

        const QStringList addSource{
            QStringLiteral("source"),   QStringLiteral("add"),       QStringLiteral("province"),
            QStringLiteral("--driver"), QStringLiteral("sqlite"),    QStringLiteral("--location"),
            nodes.sourcePath(),         QStringLiteral("--because"), QStringLiteral("new server")};
        QCOMPARE(wang.run(addSource), 2); // a reviewer proposes nothing
        QVERIFY2(wang.errors.contains(QStringLiteral("addSource")), qPrintable(wang.errors));
        QCOMPARE(li.run(addSource), 1);
        QVERIFY2(li.errors.contains(QStringLiteral("second person")), qPrintable(li.errors));
        QCOMPARE(li.run({QStringLiteral("review"), QStringLiteral("approve"), QStringLiteral("1")}), 2);
        QCOMPARE(li.run({QStringLiteral("--json"), QStringLiteral("source"), QStringLiteral("list")}), 0);
        QVERIFY(li.json().array().isEmpty());
        QCOMPARE(wang.run({QStringLiteral("review"), QStringLiteral("show"), QStringLiteral("1")}), 0);
        QVERIFY(wang.output.contains(QStringLiteral("new server")) && wang.output.contains(nodes.sourcePath()));
        QCOMPARE(wang.run({QStringLiteral("review"), QStringLiteral("approve"), QStringLiteral("1"),
                           QStringLiteral("--reason"), QStringLiteral("seen")}),
                 0);
        QCOMPARE(li.run({QStringLiteral("--json"), QStringLiteral("source"), QStringLiteral("list")}), 0);
        QCOMPARE(li.json().array().size(), 1);

        // The session ends with the node; who owns the machine lets somebody in again.
        QCOMPARE(li.run({QStringLiteral("sign-out")}), 0);
        QCOMPARE(li.run({QStringLiteral("status")}), 2);
        QProcess recovery;
        recovery.start(TwoNodes::binary(QStringLiteral("busheng-node")),
                       {QStringLiteral("operator"), QStringLiteral("recover"), QStringLiteral("--data"),
                        node.dataDirectory(), QStringLiteral("--name"), QStringLiteral("li")});
        recovery.write(QString(kFirst + u'\n').toUtf8());
        recovery.closeWriteChannel();
        QVERIFY(recovery.waitForFinished() && recovery.exitCode() == 0);
        QCOMPARE(li.signIn(QStringLiteral("li"), kOwn), 2);
        QCOMPARE(li.signIn(QStringLiteral("li"), kFirst), 1);

        const QString ledger = nodes.path(QStringLiteral("ledger.jsonl"));
        QCOMPARE(wang.run({QStringLiteral("ledger"), QStringLiteral("export"), ledger}), 0);
        QCOMPARE(wang.run({QStringLiteral("ledger"), QStringLiteral("verify"), ledger}), 0);
        QFile file(ledger);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray lines = file.readAll();
        for (const char* part :
             {"signInFailed", "\"proposed\"", "\"approved\"", "1 addSource source province", "recovered"})
            QVERIFY2(lines.contains(part), part);
        QVERIFY(!lines.contains(kFirst.toUtf8()) && !lines.contains(kOwn.toUtf8()));
        for (const QString& name : {QStringLiteral("journal.sqlite"), QStringLiteral("node.log")}) {
            QFile kept(node.dataDirectory() + u'/' + name);
            QVERIFY(kept.open(QIODevice::ReadOnly));
            const QByteArray bytes = kept.readAll();
            QVERIFY2(!bytes.contains(kFirst.toUtf8()) && !bytes.contains(kOwn.toUtf8()), qPrintable(name));
        }
    }
};

BUSHENG_TEST(TstOperators)
#include "tst_operators.moc"
