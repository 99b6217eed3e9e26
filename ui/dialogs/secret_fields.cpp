// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secret_fields.h"

#include "engine/model/events.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;

} // namespace

SecretFields::SecretFields(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_form(new QFormLayout(this)), m_secret(new PasswordField),
      m_repeated(new PasswordField), m_state(new WrappedLabel)
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setVerticalSpacing(kRowSpacing);
    m_secret->edit()->setAccessibleName(tr("Password"));
    m_repeated->edit()->setAccessibleName(tr("Password once more"));
    m_form->addRow(tr("Password"), m_secret);
    m_form->addRow(tr("Once more"), m_repeated);
    m_form->addRow(QString(), m_state);
    setFocusProxy(m_secret);
    for (PasswordField* field : {m_secret, m_repeated})
        connect(field, &PasswordField::textChanged, this, [this] {
            show();
            Q_EMIT changed();
        });
    connect(&m_client, &EngineClient::sessionChanged, this, &SecretFields::show);
    show();
}

void SecretFields::setDatabase(const QString& name)
{
    m_database = name;
    show();
}

void SecretFields::ask()
{
    m_client.request<QStringList>(
        this, [](EngineApi& engine, Reply<QStringList> reply) { engine.security().secretNames(std::move(reply)); },
        [this](const Result<QStringList>& names) { take(names); });
}

void SecretFields::take(const Result<QStringList>& names)
{
    m_isKnown = true;
    m_kept = names ? *names : QStringList();
    m_problem.clear();
    if (!names)
        m_problem = names.error().event == events::CFG_MISSING_KEY
                        ? tr("This node has no vault to keep passwords in: name a password file, or give the node a "
                             "vault (crypto.passphraseFile in node.json).")
                        : errorText(names.error()).cause;
    show();
    Q_EMIT changed();
}

void SecretFields::clear()
{
    m_secret->edit()->clear();
    m_repeated->edit()->clear();
}

void SecretFields::show()
{
    QString problem = m_problem;
    if (const RefusedMethod* const refused = m_client.refusalOf(QStringLiteral("setSecret"));
        problem.isEmpty() && refused != nullptr) {
        QStringList roles;
        for (const QString& role : refused->roles)
            roles.append(Words::operatorRole(role));
        problem = tr("Passwords are set by: %1.").arg(roles.join(QStringLiteral(", ")));
    }
    m_isUsable = problem.isEmpty();
    for (PasswordField* field : {m_secret, m_repeated})
        field->setEnabled(m_isUsable);
    m_secret->edit()->setPlaceholderText(isKept() ? tr("empty: stays as it is") : QString());
    QString state;
    if (m_isKnown && !m_database.isEmpty())
        state = isKept() ? tr("A password lies in the node's vault, sealed. Nobody is shown it.")
                         : tr("No password lies in the node's vault yet.");
    if (!isRight())
        state = tr("Type the password a second time.");
    else if (!secret().isEmpty())
        state =
            tr("It will lie in the node's vault, sealed, and in no configuration. A source and a target of one name "
               "have one password.");
    m_state->setWords(problem.isEmpty() ? state : isKept() ? QString(state + u'\n' + problem) : problem);
}

} // namespace busheng
