// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/operator_form.h"

#include "engine/model/identifier.h"
#include "ui/text/words.h"
#include "ui/widgets/password_field.h"

#include <QDialogButtonBox>
#include <QFormLayout>

namespace busheng {
namespace {

constexpr int kFieldCharacters = 40;

} // namespace

SeenEdit seenOperator(const OperatorSnapshot& one)
{
    const QJsonObject name{{QStringLiteral("name"), one.name}};
    SeenEdit edit{{QStringLiteral("setOperator"), name, name}, {}};
    for (QJsonObject* json : {&edit.change.params, &edit.change.seen}) {
        json->insert(QStringLiteral("role"), one.role);
        json->insert(QStringLiteral("enabled"), one.state != QStringLiteral("disabled"));
    }
    edit.change.seen.insert(QStringLiteral("person"), one.person);
    edit.mine = edit.change.seen;
    return edit;
}

OperatorForm::OperatorForm(EngineClient& client, Purpose purpose, const OperatorSnapshot& of, QWidget* parent)
    : EngineDialog(client, parent), m_purpose(purpose), m_of(of), m_name(new QLineEdit(of.name)),
      m_person(new QLineEdit(of.person)), m_role(new QComboBox), m_password(new PasswordField),
      m_repeated(new PasswordField), m_hint(new QLabel), m_save(nullptr)
{
    const bool isNew = purpose == Purpose::First || purpose == Purpose::Add;
    setWindowTitle(titleText());
    auto* body = new QWidget(this);
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    m_name->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    m_name->setReadOnly(!isNew);
    m_person->setReadOnly(!isNew);
    if (isNew)
        m_person->setPlaceholderText(tr("for example: Zhang San, data department"));
    for (const QString& role : operatorRoleNames())
        m_role->addItem(Words::operatorRole(role), role);
    m_role->setCurrentIndex(
        std::max(0, m_role->findData(purpose == Purpose::First ? operatorRoleName(OperatorRole::Security) : of.role)));
    m_role->setEnabled(purpose == Purpose::Add || purpose == Purpose::Role);
    form->addRow(tr("Name to sign in with"), m_name);
    form->addRow(tr("Person"), m_person);
    form->addRow(tr("Role"), m_role);
    if (asksForPassword()) {
        form->addRow(purpose == Purpose::First ? tr("Password") : tr("First password"), m_password);
        form->addRow(tr("Once more"), m_repeated);
    }
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(purpose == Purpose::First ? tr("Switch operators on") : tr("Save"),
                                QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    form->addRow(buttons);
    setBody(body);
    for (QLineEdit* edit : {m_name, m_person, m_password->edit(), m_repeated->edit()})
        connect(edit, &QLineEdit::textChanged, this, &OperatorForm::check);
    connect(m_role, &QComboBox::currentIndexChanged, this, &OperatorForm::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &OperatorForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QString OperatorForm::titleText() const
{
    switch (m_purpose) {
    case Purpose::First:
        return tr("Switch operators on");
    case Purpose::Add:
        return tr("Add an operator");
    case Purpose::Role:
        return tr("Role of an operator");
    case Purpose::Password:
        return tr("Another password");
    }
    return {};
}

void OperatorForm::check()
{
    QString hint;
    if (!m_name->text().isEmpty() && !isValidName(m_name->text()))
        hint = tr("A name has letters, digits, '_' and '-', and no blanks.");
    else if (asksForPassword() && !m_repeated->text().isEmpty() && m_password->text() != m_repeated->text())
        hint = tr("The two passwords are not the same.");
    else if (m_purpose == Purpose::First)
        hint = tr("From then on everybody signs in, here and on the command line. You are the security administrator: "
                  "you look after operators and keys, and add the others, who do the work.");
    else if (asksForPassword())
        hint = tr("It is replaced by one of their own at the first sign-in.");
    m_hint->setText(hint);
    const bool hasPassword =
        !asksForPassword() || (!m_password->text().isEmpty() && m_password->text() == m_repeated->text());
    m_save->setEnabled(isValidName(m_name->text()) && !m_person->text().trimmed().isEmpty() && hasPassword);
}

void OperatorForm::save()
{
    if (m_purpose == Purpose::Role) {
        SeenEdit edit = seenOperator(m_of);
        edit.change.params.insert(QStringLiteral("role"), m_role->currentData().toString());
        edit.mine.insert(QStringLiteral("role"), m_role->currentData().toString());
        return submitSeen(edit, [this] { Q_EMIT saved(); });
    }
    submit(
        [purpose = m_purpose, name = m_name->text(), person = m_person->text().trimmed(),
         role = m_role->currentData().toString(), password = m_password->text()](EngineApi& engine, Reply<> reply) {
            if (purpose == Purpose::Password)
                return engine.operators().resetPassword(name, password, std::move(reply));
            engine.operators().addOperator(name, person, role, password, std::move(reply));
        },
        [this] { Q_EMIT saved(); });
}

} // namespace busheng
