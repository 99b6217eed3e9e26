// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/sign_in_dialog.h"

#include "ui/widgets/password_field.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>

namespace busheng {
namespace {

constexpr int kFieldCharacters = 34;

QLabel* plainLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

SignInDialog::SignInDialog(EngineClient& client, const QString& name, QWidget* parent)
    : EngineDialog(client, parent), m_signInStep(nullptr), m_changeStep(nullptr), m_name(new QLineEdit),
      m_password(new PasswordField), m_signIn(nullptr), m_present(new PasswordField), m_wanted(new PasswordField),
      m_repeated(new PasswordField), m_hint(plainLabel({})), m_change(nullptr)
{
    setWindowTitle(tr("Sign in"));
    setModal(true);
    m_name->setText(name);
    m_name->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    m_signInStep = buildSignIn();
    m_changeStep = buildChange();
    auto* body = new QWidget(this);
    auto* steps = new QVBoxLayout(body);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->addWidget(m_signInStep);
    steps->addWidget(m_changeStep);
    setBody(body);
    showStep(m_signInStep);
    for (PasswordField* field : {m_password, m_present, m_wanted, m_repeated})
        connect(field, &PasswordField::textChanged, this, &SignInDialog::updateButtons);
    connect(m_name, &QLineEdit::textChanged, this, &SignInDialog::updateButtons);
    updateButtons();
    if (name.isEmpty())
        m_name->setFocus();
    else
        m_password->setFocus();
}

QWidget* SignInDialog::buildSignIn()
{
    auto* body = new QWidget;
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(plainLabel(tr("This node has operators. What you do here is kept with your name.")));
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Password"), m_password);
    auto* buttons = new QDialogButtonBox;
    m_signIn = buttons->addButton(tr("Sign in"), QDialogButtonBox::AcceptRole);
    m_signIn->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SignInDialog::signIn);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return body;
}

QWidget* SignInDialog::buildChange()
{
    auto* body = new QWidget;
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(plainLabel(tr("Choose a password of your own: at least ten characters of three kinds (small letters, "
                               "capitals, digits, others), without your name.")));
    form->addRow(tr("Present password"), m_present);
    form->addRow(tr("New password"), m_wanted);
    form->addRow(tr("Once more"), m_repeated);
    form->addRow(m_hint);
    auto* buttons = new QDialogButtonBox;
    m_change = buttons->addButton(tr("Change password"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SignInDialog::change);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return body;
}

void SignInDialog::showStep(QWidget* step)
{
    for (QWidget* one : {m_signInStep, m_changeStep})
        one->setVisible(one == step);
    adjustSize();
}

void SignInDialog::updateButtons()
{
    m_signIn->setEnabled(!m_name->text().trimmed().isEmpty() && !m_password->text().isEmpty());
    const bool isSame = m_wanted->text() == m_repeated->text();
    m_change->setEnabled(!m_present->text().isEmpty() && !m_wanted->text().isEmpty() && isSame);
    m_hint->setText(isSame || m_repeated->text().isEmpty() ? QString() : tr("The two are not the same."));
}

void SignInDialog::askForNewPassword()
{
    setWindowTitle(tr("Change password"));
    showStep(m_changeStep);
    m_change->setDefault(true);
    m_present->edit()->setText(m_password->text());
    (m_present->text().isEmpty() ? m_present : m_wanted)->setFocus();
}

void SignInDialog::signIn()
{
    if (isWaiting() || !m_signIn->isEnabled())
        return;
    beginWaiting();
    client().request<SessionSnapshot>(
        this,
        [name = m_name->text().trimmed(), password = m_password->text()](EngineApi& engine,
                                                                         Reply<SessionSnapshot> reply) {
            engine.operators().signIn(name, password, std::move(reply));
        },
        [this](const Result<SessionSnapshot>& session) { takeSession(session); });
}

void SignInDialog::takeSession(const Result<SessionSnapshot>& session)
{
    endWaiting(session ? std::optional<Error>() : session.error());
    if (!session) {
        m_password->edit()->clear();
        m_password->setFocus();
        return;
    }
    m_session = *session;
    if (session->mustChangePassword)
        return askForNewPassword();
    Q_EMIT signedIn(m_session);
    accept();
}

void SignInDialog::change()
{
    submit(
        [present = m_present->text(), wanted = m_wanted->text()](EngineApi& engine, Reply<> reply) {
            engine.operators().changePassword(present, wanted, std::move(reply));
        },
        [this] {
            m_session.mustChangePassword = false;
            if (!m_session.name.isEmpty())
                Q_EMIT signedIn(m_session);
        });
}

} // namespace busheng
