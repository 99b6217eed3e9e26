// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

/// Nodes whose secrets lie in a vault, and a node whose cipher is a device: whole, in their own processes.
class TstVault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretsAreInNoFileAndTheNodeStartsByItself()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        // It has an identity in a file already, which is moved.
        QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.province().stop());
        QFile before(nodes.province().dataDirectory() + QStringLiteral("/identity/sm2.key"));
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray identity = before.readAll().split('\n').value(1);
        before.close();
        QVERIFY(identity.size() > 40);
        const QByteArray channel = secondLineOf(nodes.province(), QStringLiteral("node.key"));
        const QByteArray proof = secondLineOf(nodes.province(), QStringLiteral("sm2-sign.key"));
        QVERIFY(channel.size() > 40 && proof.size() > 40);
        writePassphrase(nodes, "a passphrase of the test\n");
        setCrypto(nodes.province(), {{QStringLiteral("passphraseFile"), passphrasePath(nodes)}});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QCOMPARE(client(nodes.province(), {QStringLiteral("secret"), QStringLiteral("set"), QStringLiteral("rsxt")},
                        "canary-Secret-42\n"),
                 0);
        QCOMPARE(client(nodes.ministry(), {QStringLiteral("secret"), QStringLiteral("set"), QStringLiteral("rsxt")},
                        "canary-Secret-42\n"),
                 2); // it has no vault, and says so
        const auto names =
            cli::await<QStringList>([&](auto reply) { nodes.province().engine().security().secretNames(reply); });
        QVERIFY_OK(names);
        QCOMPARE(*names, QStringList{QStringLiteral("rsxt")});
        QVERIFY_OK(nodes.work(0, 5));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.province().stop());
        for (const char* const key : {"sm2.key", "node.key", "sm2-sign.key"})
            QVERIFY2(!QFile::exists(keyPath(nodes.province(), QString::fromLatin1(key))), key);
        for (const QByteArray& canary :
             {QByteArray("canary-Secret-42"), identity, channel, proof, QByteArray("a passphrase of the")})
            QCOMPARE(filesWith(nodes.province().dataDirectory(), canary), QStringList());
        // A restart finds everything, and goes on with the same identity and keys.
        QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.work(5, 5));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        // Renewed keys come as files, are taken up while it runs, and go where the others went.
        const QString serial = nodes.province().latest().credentials.at(0).serial;
        QCOMPARE(ownCommand({QStringLiteral("authority"), QStringLiteral("renew"), QStringLiteral("--demo-authority"),
                             nodes.authorityPath(), QStringLiteral("--data"), nodes.province().dataDirectory()}),
                 0);
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("new certificates"), 20'000, [&](const NodeSnapshot& now) {
            return now.credentials.at(0).serial != serial;
        }));
        QVERIFY(!QFile::exists(keyPath(nodes.province(), QStringLiteral("node.key"))));
        QVERIFY(!QFile::exists(keyPath(nodes.province(), QStringLiteral("sm2-sign.key"))));
        QVERIFY_OK(nodes.province().stop());
        QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.work(10, 5));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.province().stop());
        writePassphrase(nodes, "another\n");
        QVERIFY(!nodes.province().start());
        QVERIFY(logOf(nodes.province()).contains("/identity/vault"));
        // What others may read is no passphrase any more.
        writePassphrase(nodes, "a passphrase of the test\n");
        QVERIFY(QFile::setPermissions(passphrasePath(nodes), QFile::ReadOwner | QFile::ReadGroup));
        QVERIFY(!nodes.province().start());
    }

    void aDeviceSealsOrTheNodeDoesNotStart()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        const QString device = TwoNodes::binary(QStringLiteral("sample_device.so"));
        setCrypto(nodes.province(), {{QStringLiteral("device"), device},
                                     {QStringLiteral("deviceSettings"), QStringLiteral("takes-any-tag")}});
        QVERIFY(!nodes.province().start());
        QVERIFY(logOf(nodes.province()).contains("sample_device.so"));
        setCrypto(nodes.province(), {{QStringLiteral("device"), device}});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live)); // the other end opens by software what it seals
        QVERIFY_OK(nodes.work(0, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        QVERIFY(nodes.province().latest().cipherDevice.startsWith(QStringLiteral("Sample device")));
        QVERIFY(!QFile::exists(nodes.province().dataDirectory() + QStringLiteral("/identity/sm2.key")));
    }

private:
    static QString passphrasePath(const TwoNodes& nodes) { return nodes.path(QStringLiteral("passphrase")); }

    static QString keyPath(const cli::NodeProcess& node, const QString& name)
    {
        return node.dataDirectory() + QStringLiteral("/identity/") + name;
    }

    static QByteArray secondLineOf(const cli::NodeProcess& node, const QString& name)
    {
        QFile file(keyPath(node, name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n').value(1) : QByteArray();
    }

    static int ownCommand(const QStringList& words)
    {
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-node")), words);
        return process.waitForFinished() ? process.exitCode() : -1;
    }

    static void writePassphrase(const TwoNodes& nodes, const QByteArray& text)
    {
        QFile file(passphrasePath(nodes));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }

    static int client(const cli::NodeProcess& node, const QStringList& words, const QByteArray& input)
    {
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
        process.write(input);
        process.closeWriteChannel();
        return process.waitForFinished() ? process.exitCode() : -1;
    }

    static QByteArray logOf(const cli::NodeProcess& node)
    {
        QFile file(node.dataDirectory() + QStringLiteral("/node.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static QStringList filesWith(const QString& directory, const QByteArray& bytes)
    {
        QStringList found;
        QDirIterator all(directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
                found.append(file.fileName());
        }
        return found;
    }

    static void setCrypto(const cli::NodeProcess& node, const QJsonObject& crypto)
    {
        QFile file(node.dataDirectory() + QStringLiteral("/node.json"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
        json[QStringLiteral("crypto")] = crypto;
        file.resize(0);
        QVERIFY(file.write(QJsonDocument(json).toJson()) > 0);
    }
};

BUSHENG_TEST(TstVault)
#include "tst_vault.moc"
