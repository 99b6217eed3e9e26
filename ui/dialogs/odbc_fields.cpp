// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/odbc_fields.h"

#include "engine/model/odbc_location.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"

namespace busheng {
namespace {

const QString kDriver = QStringLiteral("Driver");
const QString kDataSource = QStringLiteral("DSN");
constexpr int kRowSpacing = 9;
constexpr int kFieldCharacters = 46;

bool is(const QString& keyword, const QString& name)
{
    return keyword.compare(name, Qt::CaseInsensitive) == 0;
}

} // namespace

OdbcFields::OdbcFields(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_form(new QFormLayout(this)), m_dialect(new QComboBox),
      m_mark(new WrappedLabel), m_place(new QComboBox), m_user(new QLineEdit), m_more(new QLineEdit)
{
    build();
    connect(m_dialect, &QComboBox::currentIndexChanged, this, &OdbcFields::showMark);
    connect(m_place, &QComboBox::currentTextChanged, this, &OdbcFields::changed);
    for (QLineEdit* field : {m_user, m_more})
        connect(field, &QLineEdit::textChanged, this, &OdbcFields::changed);
    showMark();
}

void OdbcFields::build()
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setVerticalSpacing(kRowSpacing);
    m_place->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    m_place->setEditable(true);
    m_place->setInsertPolicy(QComboBox::NoInsert);
    m_place->setCurrentText(QString());
    m_more->setPlaceholderText(QStringLiteral("Server=10.1.2.3;Port=5236;Database=rsxt"));
    m_more->setToolTip(
        tr("Keywords as the driver's own manual has them, parted by semicolons. No password: it goes into the "
           "vault, under the name of this source."));
    m_form->addRow(tr("Dialect"), m_dialect);
    m_form->addRow(QString(), m_mark);
    m_form->addRow(tr("Data source or driver"), m_place);
    m_form->addRow(tr("User"), m_user);
    m_form->addRow(tr("Further keywords"), m_more);
    setFocusProxy(m_dialect);
}

void OdbcFields::ask()
{
    if (std::exchange(m_asked, true))
        return;
    m_client.request<OdbcOffer>(
        this, [](EngineApi& engine, Reply<OdbcOffer> reply) { engine.settings().odbcOffer(std::move(reply)); },
        [this](const Result<OdbcOffer>& offer) { show(offer); });
}

void OdbcFields::show(const Result<OdbcOffer>& offer)
{
    m_problem = offer ? QString() : errorText(offer.error()).cause;
    m_offer = offer ? *offer : OdbcOffer();
    const QString wanted = m_dialect->currentIndex() < 0 ? m_wantedDialect : m_dialect->currentData().toString();
    m_dialect->clear();
    for (const OdbcDialectRow& dialect : m_offer.dialects) {
        const QString title = dialect.title.isEmpty() ? dialect.name : dialect.title;
        const QString mark = !dialect.problem.isEmpty() ? tr("%1 – cannot be used")
                             : dialect.tried.isEmpty()  ? tr("%1 – not run against a real server")
                                                        : QStringLiteral("%1");
        m_dialect->addItem(mark.arg(displayText(title)), dialect.name);
    }
    m_dialect->setCurrentIndex(std::max(0, m_dialect->findData(wanted)));
    const QString typed = m_place->currentText();
    const QVariant typedAs = m_place->itemData(m_place->findText(typed));
    m_place->clear();
    for (const QString& name : m_offer.dataSources)
        m_place->addItem(name, kDataSource);
    for (const QString& name : m_offer.drivers)
        m_place->addItem(name, kDriver);
    // A registered one that this machine has not.
    if (typedAs.isValid() && m_place->findText(typed) < 0)
        m_place->addItem(typed, typedAs);
    m_place->setCurrentIndex(m_place->findText(typed));
    m_place->setEditText(typed);
    showMark();
}

void OdbcFields::showMark()
{
    const int at = m_dialect->currentIndex();
    if (at < 0 || std::size_t(at) >= m_offer.dialects.size()) {
        m_mark->setWords(m_problem);
    } else {
        const OdbcDialectRow& dialect = m_offer.dialects[std::size_t(at)];
        m_mark->setWords(
            !dialect.problem.isEmpty() ? displayText(dialect.problem)
            : dialect.tried.isEmpty()
                ? tr("Written without such a server at hand, and never run against one. Try it with a copy first, "
                     "and compare what arrives.")
                : tr("Run with %1.").arg(displayText(dialect.tried)));
    }
    m_mark->setVisible(!m_mark->text().isEmpty());
    Q_EMIT changed();
}

QString OdbcFields::location() const
{
    const QString place = m_place->currentText().trimmed();
    OdbcLocation location;
    location.dialect = m_dialect->currentIndex() < 0 ? m_wantedDialect : m_dialect->currentData().toString();
    if (location.dialect.isEmpty() || place.isEmpty())
        return {};
    const int at = m_place->findText(place);
    location.keywords.append({at < 0 ? kDataSource : m_place->itemData(at).toString(), place});
    if (const QString user = m_user->text().trimmed(); !user.isEmpty())
        location.keywords.append({QStringLiteral("UID"), user});
    // What the driver wants stays as it was written; the node says what is wrong with it.
    return location.written() + m_more->text().trimmed();
}

bool OdbcFields::setLocation(const QString& text)
{
    const auto location = parseOdbcLocation(text);
    if (!location)
        return false;
    OdbcLocation rest;
    m_wantedDialect = location->dialect;
    m_dialect->setCurrentIndex(m_dialect->findData(location->dialect));
    for (const auto& [keyword, value] : location->keywords) {
        if ((is(keyword, kDriver) || is(keyword, kDataSource)) && m_place->currentText().isEmpty()) {
            if (m_place->findText(value) < 0)
                m_place->addItem(value, is(keyword, kDriver) ? kDriver : kDataSource);
            m_place->setCurrentIndex(m_place->findText(value));
        } else if (is(keyword, QStringLiteral("UID"))) {
            m_user->setText(value);
        } else {
            rest.keywords.append({keyword, value});
        }
    }
    m_more->setText(rest.connectionString({}, {}));
    return true;
}

} // namespace busheng
