// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/node_step.h"

#include "engine/model/identifier.h"
#include "ui/dialogs/confirmation.h"
#include "ui/text/display_text.h"
#include "ui/widgets/region_field.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;
constexpr qsizetype kRegionDigits = 6;
constexpr int kMostInitials = 12;
constexpr int kLongestName = 100;
const QString kMinistryCode = QStringLiteral("100000");
const QString kUsualListen = QStringLiteral("[::]:7443");

/// What a department is called whose division has this name.
QString departmentOf(const QString& code)
{
    const QString place = divisionName(code);
    if (place.isEmpty())
        return {};
    if (code == kMinistryCode)
        return QStringLiteral("人力资源和社会保障部");
    const bool isProvince = place.endsWith(u'省') || place.endsWith(QStringLiteral("自治区"));
    return QString(place +
                   (isProvince ? QStringLiteral("人力资源和社会保障厅") : QStringLiteral("人力资源和社会保障局")));
}

} // namespace

NodeStep::NodeStep(FirstStart& shared)
    : WizardStep(shared), m_roleLabel(new QLabel), m_department(new QRadioButton), m_ministry(new QRadioButton),
      m_regionLabel(new QLabel), m_region(new RegionField(m_regions, RegionModel::CodeRole)),
      m_initialsLabel(new QLabel), m_initials(new QLineEdit), m_codeLabel(new QLabel), m_codeText(textLabel()),
      m_nameLabel(new QLabel), m_name(new QLineEdit), m_listens(new QCheckBox), m_listen(new QLineEdit)
{
    build();
    retranslate();
    shared.client.request<std::vector<DivisionSpelling>>(
        this, [](NodeSetupApi&) -> Result<std::vector<DivisionSpelling>> { return spellDivisions(); },
        [this](const Result<std::vector<DivisionSpelling>>& spelt) { m_regions.setRegions(*spelt); });
}

void NodeStep::build()
{
    auto* roles = new QButtonGroup(this);
    roles->addButton(m_department);
    roles->addButton(m_ministry);
    m_department->setChecked(true);
    m_initials->setMaxLength(kMostInitials);
    m_name->setMaxLength(kLongestName);
    m_regionLabel->setBuddy(m_region);
    m_initialsLabel->setBuddy(m_initials);
    m_nameLabel->setBuddy(m_name);
    auto* role = new QVBoxLayout;
    role->addWidget(m_department);
    role->addWidget(m_ministry);
    auto* dialled = new QHBoxLayout;
    dialled->addWidget(m_listens);
    dialled->addWidget(m_listen, 1);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(kRowSpacing);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(m_roleLabel, role);
    form->addRow(m_regionLabel, m_region);
    form->addRow(m_initialsLabel, m_initials);
    form->addRow(m_codeLabel, m_codeText);
    form->addRow(m_nameLabel, m_name);
    form->addRow(QString(), dialled);
    setFocusProxy(m_department);

    connect(m_department, &QRadioButton::toggled, this, &NodeStep::suggestName);
    connect(m_region, &RegionField::searched, &m_regions, &RegionModel::setSearch);
    connect(m_region, &RegionField::codeChanged, this, &NodeStep::suggestName);
    connect(m_initials, &QLineEdit::textEdited, this, [this](const QString& typed) {
        m_initials->setText(typed.toUpper());
        updateFields();
    });
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& typed) { m_isNameOurs = typed.isEmpty(); });
    connect(m_name, &QLineEdit::textChanged, this, &NodeStep::changed);
    connect(m_listens, &QCheckBox::toggled, this, &NodeStep::updateFields);
    connect(m_listen, &QLineEdit::textChanged, this, &NodeStep::changed);
}

QString NodeStep::title() const
{
    return tr("This node");
}

QString NodeStep::headline() const
{
    return tr("Whose node is it?");
}

QString NodeStep::explanation() const
{
    return tr("Its code says who it is: in certificates, in packets, and to its peers.");
}

QString NodeStep::code() const
{
    const QString region = m_ministry->isChecked() ? kMinistryCode : m_region->code();
    if (region.isEmpty() || m_initials->text().isEmpty())
        return region;
    return QString(region + u'-' + m_initials->text());
}

NodeNaming NodeStep::naming() const
{
    return {code(), m_name->text().trimmed(), m_listens->isChecked() ? m_listen->text().trimmed() : QString()};
}

QString NodeStep::missing() const
{
    const NodeNaming now = naming();
    if (now.code.isEmpty())
        return tr("Choose the region.");
    if (!isValidNodeCode(now.code))
        return tr("Initials are capitals and digits, at most 12.");
    if (now.name.isEmpty())
        return tr("Give it a name for people.");
    if (m_listens->isChecked() && !isValidListenAddress(now.listen))
        return tr("\"%1\" is no address to listen on, like [::]:7443 or 10.34.0.8:7443.").arg(displayText(now.listen));
    return {};
}

void NodeStep::setNaming(const NodeNaming& naming)
{
    const QString region = naming.code.left(kRegionDigits);
    (region == kMinistryCode ? m_ministry : m_department)->setChecked(true);
    if (region != kMinistryCode)
        m_region->setCode(region);
    m_initials->setText(naming.code.mid(kRegionDigits + 1));
    m_name->setText(naming.name);
    m_isNameOurs = naming.name.isEmpty() || naming.name == departmentOf(region);
    m_listens->setChecked(!naming.listen.isEmpty());
    m_listen->setText(naming.listen.isEmpty() ? kUsualListen : naming.listen);
}

void NodeStep::enter()
{
    const NodeSetupState& state = shared().state;
    if (state.isNamed) {
        setNaming(state.naming);
    } else if (!m_wasEntered) {
        const QSettings& kept = shared().settings;
        const QString initials = kept.value(first_start_keys::kInitials).toString();
        setNaming({kept.value(first_start_keys::kRegion).toString() +
                       (initials.isEmpty() ? QString() : QString(u'-' + initials)),
                   kept.value(first_start_keys::kName).toString(), kept.value(first_start_keys::kListen).toString()});
    }
    m_wasEntered = true;
    updateFields();
}

/// Where there is a certificate, the code is what it was issued for.
void NodeStep::updateFields()
{
    const bool isFixed = !shared().state.channel.subject.isEmpty() || !shared().state.sm2.subject.isEmpty();
    for (QWidget* field : std::initializer_list<QWidget*>{m_department, m_ministry, m_initials})
        field->setEnabled(!isFixed);
    m_region->setEnabled(!isFixed && m_department->isChecked());
    m_listen->setEnabled(m_listens->isChecked());
    const QString now = code();
    QString text = now.isEmpty() ? tr("not chosen yet") : now;
    if (!now.isEmpty())
        text += QStringLiteral("  ") + divisionPath(now.left(kRegionDigits));
    if (isFixed)
        text += u'\n' + tr("Its certificates are for this code.");
    m_codeText->setText(text);
    Q_EMIT changed();
}

void NodeStep::suggestName()
{
    if (m_isNameOurs)
        m_name->setText(departmentOf(code().left(kRegionDigits)));
    updateFields();
}

void NodeStep::goOn()
{
    const auto name = [this] {
        advance([naming = naming()](NodeSetupApi& setup) { return setup.nameNode(naming); },
                [this] { Q_EMIT finished(); });
    };
    const NodeSetupState& state = shared().state;
    if (state.isNamed && naming() == state.naming) {
        Q_EMIT finished();
        return;
    }
    if (!state.isRequested() || naming().code == state.naming.code)
        return name();
    confirm(window(),
            {tr("Another code"), tr("Give the node the code %1?").arg(displayText(naming().code)),
             tr("The requests that were made for %1 are removed with their keys; certificates that an authority issues "
                "for them cannot be used any more.")
                 .arg(displayText(state.naming.code)),
             tr("Change the code")},
            name);
}

void NodeStep::keep()
{
    QSettings& kept = shared().settings;
    kept.setValue(first_start_keys::kRegion, code().left(kRegionDigits));
    kept.setValue(first_start_keys::kInitials, m_initials->text());
    kept.setValue(first_start_keys::kName, m_name->text());
    kept.setValue(first_start_keys::kListen, naming().listen);
}

void NodeStep::retranslate()
{
    m_roleLabel->setText(tr("Role"));
    m_department->setText(tr("&Department of a province, a city or the Corps (provides and uses data)"));
    m_ministry->setText(tr("The &ministry (platform)"));
    m_regionLabel->setText(tr("&Region"));
    m_region->setTexts(tr("Search: a name, a code, or pinyin (anhui, ahs)"), tr("Regions of GB/T 2260"));
    m_initialsLabel->setText(tr("S&ystem"));
    m_initials->setPlaceholderText(tr("initials like LWJC; only when the department has several nodes"));
    m_codeLabel->setText(tr("Node code"));
    m_nameLabel->setText(tr("N&ame"));
    m_listens->setText(tr("Peers &dial this node at"));
    m_listen->setAccessibleName(m_listens->text());
    updateFields();
}

} // namespace busheng
