// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"
#include "tests/support/own_port.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kNode = TwoNodes::binary(QStringLiteral("busheng-node"));
const QString kClient = TwoNodes::binary(QStringLiteral("busheng-client"));

} // namespace

/// The passphrase of a vault in a real keychain (GNOME's, in a session bus of its own, unlocked as at sign-in).
class TstKeychain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(path(QStringLiteral("home"))) && QDir().mkpath(path(QStringLiteral("run"))));
        QVERIFY(
            QFile::setPermissions(path(QStringLiteral("run")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        NodeInit init;
        init.dataDirectory = data();
        init.code = QStringLiteral("340000");
        init.listen = QStringLiteral("127.0.0.1:%1").arg(ownPort());
        init.demoAuthority = path(QStringLiteral("authority"));
        QVERIFY_OK(initializeNode(init));
    }

    void aNodeStartsWithThePassphraseThatTheKeychainHas()
    {
        // Nobody is signed in: nothing is left behind that would stand in the way later.
        QVERIFY(alone({QStringLiteral("vault"), QStringLiteral("keychain")}).contains("Vault does not open"));
        QVERIFY(!QFile::exists(data() + QStringLiteral("/identity/vault")));
        QVERIFY(readNodeConfig(data())->crypto.passphraseKeychain.isEmpty());
        const QString identity = data() + QStringLiteral("/identity/");
        const auto [code, said] = inSession(
            QStringLiteral("\"$NODE\" --lang en vault keychain --data \"$DATA\" || exit 10\n"
                           "\"$NODE\" --lang en vault keychain --data \"$DATA\" && exit 11\n" // it is there already
                           "\"$NODE\" run --data \"$DATA\" &\n"
                           "until \"$CLIENT\" --data \"$DATA\" status; do kill -0 $! || exit 12; done\n"
                           "\"$CLIENT\" --data \"$DATA\" stop || exit 13\n"
                           "wait $!\n"));
        QVERIFY2(code == 0, said.constData());
        QVERIFY2(said.contains("in the keychain already"), said.constData());
        QVERIFY(!readNodeConfig(data())->crypto.passphraseKeychain.isEmpty());
        QVERIFY(QFile::exists(identity + QStringLiteral("vault")));
        for (const char* key : {"sm2.key", "sm2-sign.key", "sm2-enc.key", "node.key"}) // all are in the vault
            QVERIFY2(!QFile::exists(identity + QLatin1String(key)), key);
        // Elsewhere, or when nobody is signed in, the node does not start, and says why.
        const QByteArray why = alone({QStringLiteral("run")});
        QVERIFY2(why.contains("Vault does not open") && why.contains("340000 "), why.constData());
    }

    void aVaultThatHasAPassphraseFileMovesOver()
    {
        const QString file = path(QStringLiteral("passphrase"));
        QFile secret(file);
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("correct horse\n") > 0);
        secret.close();
        QVERIFY(secret.setPermissions(QFile::ReadOwner));
        NodeConfig config = *readNodeConfig(data());
        config.crypto.passphraseFile = file;
        QVERIFY_OK(replaceFile(systemFileSystem(), nodeConfigPath(data()), view(toJson(config))));
        const auto [code, said] =
            inSession(QStringLiteral("\"$NODE\" --lang en vault keychain --data \"$DATA\" || exit 10\n"));
        QVERIFY2(code == 0, said.constData());
        QVERIFY2(said.contains("is not needed any more"), said.constData());
        QVERIFY(QFile::exists(file)); // its owner removes it
        QVERIFY(readNodeConfig(data())->crypto.passphraseFile.isEmpty());
    }

private:
    /// What busheng-node says where there is no desktop, when it fails.
    QByteArray alone(const QStringList& command) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path(QStringLiteral("run")));
        process.setProcessEnvironment(environment);
        process.start(kNode, QStringList{QStringLiteral("--lang"), QStringLiteral("en")} + command +
                                 QStringList{QStringLiteral("--data"), data()});
        const bool failed = process.waitForFinished(30'000) && process.exitCode() != 0;
        return failed ? process.readAllStandardError() : QByteArray();
    }

    QString path(const QString& name) const { return m_directory->filePath(name); }
    QString data() const { return path(QStringLiteral("node")); }

    /// A shell's lines in a desktop session whose keychain is unlocked: exit code, and what was said.
    std::pair<int, QByteArray> inSession(const QString& lines) const
    {
        QProcess session;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), path(QStringLiteral("home")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("home/share")));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path(QStringLiteral("run")));
        environment.insert(QStringLiteral("NODE"), kNode);
        environment.insert(QStringLiteral("CLIENT"), kClient);
        environment.insert(QStringLiteral("DATA"), data());
        session.setProcessEnvironment(environment);
        session.setProcessChannelMode(QProcess::MergedChannels);
        const QString unlock = QStringLiteral(
            "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 9\n");
        session.start(QStringLiteral("dbus-run-session"),
                      {QStringLiteral("--"), QStringLiteral("bash"), QStringLiteral("-c"), unlock + lines});
        if (!session.waitForFinished(60'000))
            return {-1, "it does not end: " + session.readAll()};
        return {session.exitCode(), session.readAll()};
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

BUSHENG_TEST(TstKeychain)
#include "tst_keychain.moc"
