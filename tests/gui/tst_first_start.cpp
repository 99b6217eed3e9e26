// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "app/console/console_setup.h"
#include "app/node/demo_authority.h"
#include "app/node/node_setup.h"
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/x509_parts.h"
#include "tests/gui/dialogs.h"
#include "tests/support/own_port.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"
#include "ui/application_style.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/link_form.h"
#include "ui/models/link_model.h"
#include "ui/text/translator.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/region_field.h"
#include "ui/wizard/first_start_wizard.h"
#include "ui/wizard/identity_step.h"
#include "ui/wizard/node_step.h"
#include "ui/wizard/peers_step.h"
#include "ui/wizard/summary_step.h"
#include "ui/wizard/welcome_step.h"

#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QSettings>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

using namespace busheng;

namespace {

constexpr int kPatienceMs = 30'000;

/// The first start on a real data directory, as busheng-console has it.
struct Start {
    explicit Start(const QString& folder)
        : settings(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat),
          setup({folder + QStringLiteral("/node"), folder + QStringLiteral("/practice"),
                 test::TwoNodes::binary(QStringLiteral("busheng-node")), [] {}})
    {
        settings.setValue(settings_keys::kLanguage, QStringLiteral("zh_CN"));
        const auto state = setup.look();
        if (!state)
            qFatal("%s", qPrintable(state.error().toString()));
        client = std::make_unique<SetupClient>(setup);
        wizard = std::make_unique<FirstStartWizard>(*client, *state, settings);
        QObject::connect(wizard.get(), &FirstStartWizard::ended, wizard.get(), [this](EngineApi* api) {
            hasEnded = true;
            engine = api;
        });
        wizard->show();
    }

    QSettings settings;
    ConsoleSetup setup;
    std::unique_ptr<SetupClient> client;
    std::unique_ptr<FirstStartWizard> wizard;
    bool hasEnded = false;
    EngineApi* engine = nullptr;
};

bool isAt(FirstStartWizard& wizard, const WizardStep& step)
{
    return QTest::qWaitFor([&] { return !wizard.isWorking() && &wizard.current() == &step; }, kPatienceMs);
}

/// The default button, by the keyboard.
void pressNext(FirstStartWizard& wizard)
{
    QVERIFY2(wizard.nextButton()->isEnabled(), qPrintable(wizard.hint()));
    QTest::keyClick(&wizard, Qt::Key_Return);
}

/// Answers both requests as an authority does, and everything that belongs to the answer.
QStringList answersOf(const QString& authority, const NodeSetupState& state, const QString& folder)
{
    QStringList files;
    auto demo = DemoAuthority::open(authority);
    for (const IdentitySetup* setup : {&state.channel, &state.sm2}) {
        const QString out = folder + QStringLiteral("/answer-%1.crt").arg(files.size());
        if (!demo || !demo->issueFor(setup->requestFile, out, 30))
            qFatal("no certificate for %s", qPrintable(setup->requestFile));
        files.append(out);
    }
    for (const char* name : {"authority.crt", "sm2-authority.crt", "authority.crl", "sm2-authority.crl"})
        files.append(authority + u'/' + QLatin1String(name));
    return files;
}

} // namespace

/// From nothing to a node whose link stands, with real keys, a real engine and a real peer.
class TstFirstStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installTranslator(*qApp, QStringLiteral("zh_CN")); }

    void anEmptyDirectoryBecomesANodeWhoseLinkStands()
    {
        test::TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.ministry().start());
        const LinkConfig toUs{QStringLiteral("340000"), QStringLiteral("安徽"), QString(), true};
        QVERIFY_OK(cli::await<>([&](auto reply) { nodes.ministry().engine().settings().addLink(toUs, reply); }));

        const QTemporaryDir folder;
        Start start(folder.path());
        FirstStartWizard& wizard = *start.wizard;
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.node()));
        NodeStep& node = wizard.node();
        QVERIFY(!wizard.nextButton()->isEnabled()); // no region yet
        QTRY_COMPARE(node.region()->list()->model()->rowCount(), 36);
        QTest::keyClicks(node.region()->search(), QStringLiteral("ahs"));
        QTest::keyClick(node.region()->search(), Qt::Key_Down);
        QCOMPARE(node.code(), QStringLiteral("340000"));
        QCOMPARE(node.name()->text(), QStringLiteral("安徽省人力资源和社会保障厅"));
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.identity()));
        IdentityStep& identity = wizard.identity();
        QVERIFY(!wizard.nextButton()->isEnabled());

        QTest::keyClick(identity.requestButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!wizard.isWorking() && identity.copyButton()->isVisible(), kPatienceMs);
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("stick"))));
        identity.copyTo(folder.filePath(QStringLiteral("stick")));
        QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("stick/340000-tls.csr"))));
        QTRY_VERIFY(!wizard.isWorking());
        const auto state = lookAtNode(folder.filePath(QStringLiteral("node")));
        QVERIFY_OK(state);
        QCOMPARE(identity.requests().value(QStringLiteral("340000-sm2.csr")), state->sm2.requestFile);
        identity.importFiles(answersOf(nodes.authorityPath(), *state, folder.path()));
        QTRY_VERIFY_WITH_TIMEOUT(wizard.nextButton()->isEnabled(), kPatienceMs);
        QVERIFY(identity.certificates().value(QStringLiteral("身份（SM2）")).contains(QStringLiteral("340000")));

        pressNext(wizard); // starts the engine
        QVERIFY2(isAt(wizard, wizard.peers()), qPrintable(wizard.notice().body()));
        PeersStep& peers = wizard.peers();
        QTRY_VERIFY(peers.addButton()->isEnabled());
        QTest::keyClick(peers.addButton(), Qt::Key_Space);
        auto* form = test::openDialog<LinkForm>(wizard);
        form->code()->setText(QStringLiteral("100000"));
        form->address()->setText(QStringLiteral("127.0.0.1:%1").arg(test::ownPort()));
        form->saveButton()->click();
        // Nobody answers there: it says so, and what to do; then the address is mended.
        QTRY_VERIFY_WITH_TIMEOUT(peers.notice().isVisible() && peers.notice().title() == QStringLiteral("链路中断"),
                                 kPatienceMs);
        QTest::keyClick(peers.editButton(), Qt::Key_Space);
        form = test::openDialog<LinkForm>(wizard);
        form->address()->setText(nodes.ministryAddress());
        form->saveButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(
            peers.table()->model()->index(0, LinkModel::State).data(LinkModel::LinkStateRole).toInt(),
            int(LinkModel::LinkState::Connected), kPatienceMs);
        QVERIFY(!peers.notice().isVisible());
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.summary()));
        QTRY_COMPARE(wizard.summary().node().value(QStringLiteral("链路")), QStringLiteral("1 条中已接通 1 条"));
        pressNext(wizard);
        QVERIFY(start.hasEnded && start.engine != nullptr);
    }

    void whoLeavesGoesOnWhereHeWas()
    {
        const QTemporaryDir folder;
        {
            Start start(folder.path());
            pressNext(*start.wizard);
            QVERIFY(isAt(*start.wizard, start.wizard->node()));
            start.wizard->node().region()->setCode(QStringLiteral("660000"));
            start.wizard->node().name()->setText(QStringLiteral("兵团人社局"));
            QTest::keyClick(start.wizard.get(), Qt::Key_Escape);
            QVERIFY(start.hasEnded && start.engine == nullptr);
        }
        {
            Start start(folder.path());
            pressNext(*start.wizard);
            QVERIFY(isAt(*start.wizard, start.wizard->node()));
            QCOMPARE(start.wizard->node().naming(),
                     (NodeNaming{QStringLiteral("660000"), QStringLiteral("兵团人社局"), QString()}));
            pressNext(*start.wizard);
            QVERIFY(isAt(*start.wizard, start.wizard->identity()));
            start.wizard->identity().requestButton()->click();
            QTRY_VERIFY_WITH_TIMEOUT(start.wizard->identity().copyButton()->isVisible(), kPatienceMs);
            start.wizard->laterButton()->click();
            QTRY_VERIFY(start.hasEnded);
        }
        Start start(folder.path());
        QCOMPARE(&start.wizard->current(), &start.wizard->identity());
        QVERIFY(start.wizard->identity().requests().value(QStringLiteral("660000-tls.csr")).endsWith(u"tls.csr"));
        // The wrong region was requested for: the code is changed after a question, and the requests are gone.
        start.wizard->backButton()->click();
        start.wizard->node().region()->setCode(QStringLiteral("650000"));
        start.wizard->node().name()->setText(QStringLiteral("新疆"));
        start.wizard->nextButton()->click();
        test::answerQuestion(*start.wizard, QStringLiteral("更换代码"));
        QVERIFY(isAt(*start.wizard, start.wizard->identity()));
        QVERIFY(start.wizard->identity().requests().value(QStringLiteral("660000-tls.csr")).isEmpty());
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("node/identity/pending/660000-tls.csr"))));
    }

    void badInputIsSaidAndNothingTypedIsLost()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a file")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no certificate") > 0);
        file.close();
        Start start(folder.path());
        FirstStartWizard& wizard = *start.wizard;
        wizard.welcome().directory()->setText(file.fileName());
        wizard.nextButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(wizard.notice().isVisible(), kPatienceMs);
        QVERIFY2(wizard.notice().body().contains(QStringLiteral("a file")), qPrintable(wizard.notice().body()));
        QCOMPARE(wizard.welcome().directory()->text(), file.fileName());
        wizard.welcome().directory()->setText(folder.filePath(QStringLiteral("node")));
        wizard.nextButton()->click();
        QVERIFY(isAt(wizard, wizard.node()));
        NodeStep& node = wizard.node();
        node.region()->setCode(QStringLiteral("340000"));
        node.name()->setText(QStringLiteral("安徽"));
        node.listens()->setChecked(true);
        node.listen()->setText(QStringLiteral("somewhere"));
        QVERIFY(!wizard.nextButton()->isEnabled());
        QVERIFY2(wizard.hint().contains(QStringLiteral("somewhere")), qPrintable(wizard.hint()));
        node.listen()->setText(QStringLiteral("127.0.0.1:0"));
        wizard.nextButton()->click();
        QVERIFY(isAt(wizard, wizard.identity()));

        const auto refused = [&](const QStringList& files) {
            wizard.identity().importFiles(files);
            return QTest::qWaitFor([&] { return !wizard.isWorking() && wizard.notice().isVisible(); }, kPatienceMs);
        };
        QVERIFY(refused({file.fileName()}));
        QVERIFY2(wizard.notice().body().contains(QStringLiteral("a file")), qPrintable(wizard.notice().body()));
        QVERIFY(refused({folder.filePath(QStringLiteral("not there"))}));
        wizard.identity().requestButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!wizard.isWorking() && wizard.identity().copyButton()->isVisible(), kPatienceMs);
        const auto state = lookAtNode(folder.filePath(QStringLiteral("node")));
        QVERIFY_OK(state);
        const QString authority = folder.filePath(QStringLiteral("authority"));
        const QStringList answers = answersOf(authority, *state, folder.path());
        QVERIFY(refused({answers.at(2)})); // an authority alone
        QVERIFY(refused({answers.at(0), answers.at(0)}));
        QVERIFY(refused({answers.at(0), answers.at(3)})); // without the authority that issued it
        QVERIFY(!wizard.nextButton()->isEnabled());
        wizard.identity().importFiles(answers);
        QTRY_VERIFY_WITH_TIMEOUT(wizard.nextButton()->isEnabled(), kPatienceMs);
        QVERIFY(!wizard.notice().isVisible());
    }

    /// Some authorities make the key as well: both certificates come as PKCS#12, and nothing was asked for.
    void takesCertificatesThatComeWithTheirKeys()
    {
        const QTemporaryDir folder;
        Start start(folder.path());
        FirstStartWizard& wizard = *start.wizard;
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.node()));
        wizard.node().region()->setCode(QStringLiteral("340000"));
        wizard.node().name()->setText(QStringLiteral("安徽"));
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.identity()));
        const QString tls = folder.filePath(QStringLiteral("tls.p12"));
        const QString sm2 = folder.filePath(QStringLiteral("sm2.PFX"));
        QVERIFY(pack(tls, CertificateAuthority::Kind::P256) && pack(sm2, CertificateAuthority::Kind::Sm2));
        wizard.identity().importFiles({tls, sm2}); // asks for the passphrase
        auto* question = test::openDialog<QInputDialog>(wizard);
        question->setTextValue(QStringLiteral("wrong"));
        question->accept();
        QTRY_VERIFY_WITH_TIMEOUT(!wizard.isWorking() && wizard.notice().isVisible(), kPatienceMs);
        QVERIFY2(wizard.notice().body().contains(QStringLiteral("tls.p12")), qPrintable(wizard.notice().body()));
        wizard.identity().importFiles({tls, sm2}, QStringLiteral("opens it"));
        QTRY_VERIFY_WITH_TIMEOUT(wizard.nextButton()->isEnabled(), kPatienceMs);
        QVERIFY(
            wizard.identity().certificates().value(QStringLiteral("身份（SM2）")).contains(QStringLiteral("340000")));
        QVERIFY(QDir(folder.filePath(QStringLiteral("node/identity/pending"))).isEmpty()); // no key lies about
    }

    void restoresANodeFromABackupOfARunningOne()
    {
        test::TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        const QString file = nodes.path(QStringLiteral("province.bsbk"));
        const auto made = cli::await<BackupRow>([&](auto reply) {
            nodes.province().engine().backup().makeBackup(file, QStringLiteral("kept apart"), QStringLiteral("li"),
                                                          reply);
        });
        QVERIFY_OK(made);
        const QTemporaryDir folder;
        Start start(folder.path());
        FirstStartWizard& wizard = *start.wizard;
        wizard.welcome().restore()->setChecked(true);
        QVERIFY(!wizard.nextButton()->isEnabled());
        wizard.welcome().backup()->setText(file);
        wizard.welcome().passphrase()->edit()->setText(QStringLiteral("wrong"));
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(!wizard.isWorking() && wizard.notice().isVisible(), kPatienceMs);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("node"))));
        QCOMPARE(wizard.welcome().backup()->text(), file);
        wizard.welcome().passphrase()->edit()->setText(QStringLiteral("kept apart"));
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(wizard.findChild<QMessageBox*>() != nullptr, kPatienceMs);
        QVERIFY(wizard.findChild<QMessageBox*>()->text().contains(QStringLiteral("340000"))); // which node it is
        test::answerQuestion(wizard, QStringLiteral("恢复"));
        QVERIFY2(isAt(wizard, wizard.summary()), qPrintable(wizard.notice().body()));
        QTRY_COMPARE_WITH_TIMEOUT(wizard.peers().client()->latest().code, QStringLiteral("340000"), kPatienceMs);
    }

    void aPracticeRunsByItself()
    {
        const QTemporaryDir folder;
        Start start(folder.path());
        FirstStartWizard& wizard = *start.wizard;
        wizard.welcome().practise()->setChecked(true);
        pressNext(wizard);
        QVERIFY(isAt(wizard, wizard.summary()));
        QVERIFY(!wizard.backButton()->isEnabled());
        const auto latest = [&]() -> const NodeSnapshot& { return wizard.peers().client()->latest(); };
        QTRY_VERIFY_WITH_TIMEOUT(!latest().links.empty() && latest().links.front().connected, kPatienceMs);
        SubscriptionConfig subscription;
        subscription.name = QStringLiteral("行政区划");
        subscription.dataset = QStringLiteral("行政区划");
        subscription.peerCode = QStringLiteral("100000");
        subscription.target = QStringLiteral("练习库");
        std::optional<Result<>> answer;
        wizard.peers().client()->request<void>(
            &wizard, [&](EngineApi& engine, Reply<> reply) { engine.settings().addSubscription(subscription, reply); },
            [&](Result<> result) { answer = std::move(result); });
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), kPatienceMs);
        QVERIFY_OK(*answer);
        QTRY_VERIFY_WITH_TIMEOUT(!latest().subscriptions.empty() &&
                                     latest().subscriptions.front().state == SubscriptionState::Live,
                                 kPatienceMs);
        pressNext(wizard);
        QVERIFY(start.engine != nullptr);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("node")))); // the real one is still to be set up
    }

private:
    /// A certificate of 340000 with its key, as an authority packs them.
    static bool pack(const QString& path, CertificateAuthority::Kind kind)
    {
        const auto authority = CertificateAuthority::create(QStringLiteral("CA"), systemClock(), 30, kind);
        const auto issued =
            authority ? authority->issue({QStringLiteral("340000"), {}}, systemClock().utcMs() - 3'600'000, 10)
                      : Result<IssuedCertificate>(fail(authority.error()));
        if (!issued)
            return false;
        const auto parsed = [](BytesView pem) {
            const BioHandle in(BIO_new_mem_buf(pem.data(), int(pem.size())));
            return X509Handle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
        };
        const auto key = nodeKeyFromPem(issued->privateKeyPem);
        const X509Handle certificate = parsed(issued->certificatePem);
        const X509Handle above = parsed(authority->certificatePem());
        STACK_OF(X509)* const chain = sk_X509_new_null();
        sk_X509_push(chain, above.get());
        PKCS12* const made =
            PKCS12_create("opens it", "340000", key ? key->get() : nullptr, certificate.get(), chain, 0, 0, 0, 0, 0);
        sk_X509_free(chain);
        const BioHandle out(BIO_new_file(path.toUtf8().constData(), "wb"));
        const bool written = made != nullptr && i2d_PKCS12_bio(out.get(), made) == 1;
        PKCS12_free(made);
        return written;
    }
};

BUSHENG_TEST(TstFirstStart)
#include "tst_first_start.moc"
