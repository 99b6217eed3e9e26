// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/identity_step.h"

#include "ui/dialogs/confirmation.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/key_value_list.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QSettings>

#include <algorithm>
#include <optional>

namespace busheng {
namespace {

constexpr int kCardMargin = 14;
constexpr int kSpacing = 10;
constexpr int kLongestOrganization = 64; // of a certificate's O, RFC 5280

QString certificateText(const IdentitySetup& setup)
{
    if (!setup.subject.isEmpty() && setup.untilUtcMs > 0)
        return IdentityStep::tr("%1, valid until %2, issued by %3")
            .arg(displayText(setup.subject), Words::date(setup.untilUtcMs), displayText(setup.issuer));
    if (!setup.subject.isEmpty())
        return displayText(setup.subject);
    return setup.requestFile.isEmpty() ? IdentityStep::tr("not there yet")
                                       : IdentityStep::tr("requested, not there yet");
}

} // namespace

IdentityStep::IdentityStep(FirstStart& shared)
    : WizardStep(shared), m_requestCard(new Card), m_requestText(textLabel()), m_organizationLabel(new QLabel),
      m_organization(new QLineEdit), m_request(new QPushButton), m_copy(new QPushButton), m_requests(new KeyValueList),
      m_outcome(textLabel()), m_answerCard(new Card), m_answerText(textLabel()), m_import(new QPushButton),
      m_certificates(new KeyValueList)
{
    build();
    retranslate();
}

void IdentityStep::build()
{
    m_organization->setMaxLength(kLongestOrganization);
    m_organizationLabel->setBuddy(m_organization);
    auto* organization = new QHBoxLayout;
    organization->addWidget(m_organizationLabel);
    organization->addWidget(m_organization, 1);
    organization->addWidget(m_request);
    organization->addWidget(m_copy);
    auto* asking = new QWidget;
    auto* askingLayout = new QVBoxLayout(asking);
    askingLayout->setContentsMargins(0, 0, 0, 0);
    askingLayout->setSpacing(kSpacing);
    askingLayout->addWidget(m_requestText);
    askingLayout->addLayout(organization);
    askingLayout->addWidget(m_requests);
    askingLayout->addWidget(m_outcome);
    m_requestCard->setContent(asking, kCardMargin);
    auto* answer = new QWidget;
    auto* answerLayout = new QVBoxLayout(answer);
    answerLayout->setContentsMargins(0, 0, 0, 0);
    answerLayout->setSpacing(kSpacing);
    answerLayout->addWidget(m_answerText);
    answerLayout->addWidget(m_import, 0, Qt::AlignLeft);
    answerLayout->addWidget(m_certificates);
    m_answerCard->setContent(answer, kCardMargin);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_requestCard);
    layout->addWidget(m_answerCard);
    layout->addStretch(1);
    m_outcome->hide();
    setFocusProxy(m_request);

    connect(m_request, &QPushButton::clicked, this, &IdentityStep::onRequestWanted);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Where the request files are copied to"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, &IdentityStep::copyTo);
        dialog->open();
    });
    connect(m_import, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("What the authority answered"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) { importFiles(files); });
        dialog->open();
    });
}

QString IdentityStep::title() const
{
    return tr("Identity");
}

QString IdentityStep::headline() const
{
    return tr("By what do peers know this node?");
}

QString IdentityStep::explanation() const
{
    return tr(
        "By two certificates of an authority that they trust too: one for the TLS channel, and one with an SM2 key "
        "for the identity inside it.");
}

QString IdentityStep::missing() const
{
    const NodeSetupState& state = shared().state;
    if (state.hasIdentity())
        return {};
    if (!state.isRequested() && state.channel.subject.isEmpty() && state.sm2.subject.isEmpty())
        return tr("Make the request files first, or choose a certificate that comes with its key.");
    return tr("The authority's answer is missing. \"Later\" keeps everything; the console goes on here.");
}

QString IdentityStep::nextText() const
{
    return tr("&Start the node");
}

void IdentityStep::enter()
{
    if (m_organization->text().isEmpty()) {
        const QString kept = shared().settings.value(first_start_keys::kOrganization).toString();
        m_organization->setText((kept.isEmpty() ? shared().state.naming.name : kept).left(kLongestOrganization));
    }
    showState();
}

void IdentityStep::showState()
{
    const NodeSetupState& state = shared().state;
    QList<KeyValueList::Row> rows;
    for (const IdentitySetup* setup : {&state.channel, &state.sm2}) {
        if (setup->requestFile.isEmpty())
            continue;
        rows.append({QFileInfo(setup->requestFile).fileName(), displayText(setup->requestFile)});
        rows.append(
            {setup == &state.channel ? tr("SHA-256 of the first") : tr("SHA-256 of the second"), setup->requestSha256});
    }
    m_requests->setRows(rows);
    m_requests->setVisible(!rows.isEmpty());
    m_copy->setVisible(state.isRequested());
    // A new request beside certificates that are in use is a renewal: the page of security is the place for it.
    m_request->setEnabled(!state.hasIdentity());
    m_request->setText(state.isRequested() ? tr("Make them &anew…") : tr("&Make the request files"));
    m_certificates->setRows(
        {{tr("Channel (TLS)"), certificateText(state.channel)},
         {tr("Identity (SM2)"), certificateText(state.sm2)},
         {tr("Revocation lists"), state.revocationLists > 0 ? tr("%1 files").arg(state.revocationLists)
                                                            : tr("none: without them no link opens")}});
    Q_EMIT changed();
}

void IdentityStep::onRequestWanted()
{
    if (!shared().state.isRequested())
        return request(false);
    confirm(
        window(),
        {tr("New request files"), tr("Make new request files?"),
         tr("The keys of those under way are lost; certificates that an authority issues for them cannot be used any "
            "more."),
         tr("Make them anew")},
        [this] { request(true); });
}

void IdentityStep::request(bool again)
{
    const QString organization = m_organization->text().trimmed();
    advance([organization, again](NodeSetupApi& setup) { return setup.requestIdentity(organization, again); },
            [this] {
                m_outcome->hide();
                showState();
            });
}

void IdentityStep::copyTo(const QString& folder)
{
    run<QString>(
        [folder](NodeSetupApi& setup) -> Result<QString> {
            ENGINE_TRY(setup.copyRequests(folder));
            return folder;
        },
        [this](const QString& place) {
            m_outcome->setText(
                tr("Both files are in %1. Carry them to the authority, and tell it the SHA-256 of each by "
                   "another way.")
                    .arg(displayText(QDir::toNativeSeparators(place))));
            m_outcome->show();
        });
}

void IdentityStep::importFiles(const QStringList& files, const QString& passphrase)
{
    if (passphrase.isEmpty() && std::any_of(files.begin(), files.end(), isPkcs12)) {
        auto* question = new QInputDialog(window());
        question->setAttribute(Qt::WA_DeleteOnClose);
        question->setWindowTitle(tr("Certificate with its key"));
        question->setLabelText(tr("Passphrase of the PKCS#12 file"));
        question->setTextEchoMode(QLineEdit::Password);
        connect(question, &QInputDialog::textValueSelected, this,
                [this, files](const QString& word) { importWith(files, word); });
        question->open();
        return;
    }
    importWith(files, passphrase);
}

void IdentityStep::importWith(const QStringList& files, const QString& passphrase)
{
    // What fits before a file that does not stays: then the state is another one, although it failed.
    struct Imported {
        NodeSetupState state;
        std::optional<Error> error;
    };
    run<Imported>(
        [files, passphrase](NodeSetupApi& setup) -> Result<Imported> {
            auto imported = setup.importFiles(files, passphrase);
            if (imported)
                return Imported{std::move(*imported), {}};
            ENGINE_TRY_AS(NodeSetupState now, setup.look());
            return Imported{std::move(now), imported.error()};
        },
        [this](const Imported& imported) {
            shared().state = imported.state;
            showState();
            if (imported.error)
                Q_EMIT failed(*imported.error);
        });
}

void IdentityStep::goOn()
{
    run<EngineApi*>([](NodeSetupApi& setup) { return setup.start(); },
                    [this](EngineApi* const& engine) {
                        shared().engine = engine;
                        Q_EMIT finished();
                    });
}

void IdentityStep::keep()
{
    shared().settings.setValue(first_start_keys::kOrganization, m_organization->text());
}

QString IdentityStep::outcome() const
{
    return m_outcome->text();
}

void IdentityStep::retranslate()
{
    m_requestCard->setTitle(tr("1  Ask the authority"));
    m_requestText->setText(
        tr("Two pairs of keys are made on this computer; the private ones never leave it. Only the two "
           "request files travel to the authority."));
    m_organizationLabel->setText(tr("&Organization"));
    m_copy->setText(tr("&Copy both to…"));
    m_answerCard->setTitle(tr("2  Take over its answer"));
    m_answerText->setText(
        tr("Choose all files that came back, in any order: the certificates, the authorities' own, their "
           "revocation lists, and the key for encryption when there is one. A certificate that comes with its key "
           "in one file (.p12, .pfx) needs no request."));
    m_import->setText(tr("Choose &files…"));
    showState();
}

} // namespace busheng
