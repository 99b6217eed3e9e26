// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/region_model.h"
#include "ui/wizard/wizard_step.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRadioButton>

namespace busheng {

class RegionField;

/// Whose node it is, and whether others dial it. Its code is made of the division and, where a department has several
/// nodes, of a system's initials.
class NodeStep : public WizardStep {
    Q_OBJECT
public:
    explicit NodeStep(FirstStart& shared);

    QString title() const override;
    QString headline() const override;
    QString explanation() const override;
    QString missing() const override;
    void enter() override;
    void goOn() override;
    void keep() override;
    void retranslate() override;

    NodeNaming naming() const;
    QRadioButton* department() const { return m_department; }
    QRadioButton* ministry() const { return m_ministry; }
    RegionField* region() const { return m_region; }
    QLineEdit* initials() const { return m_initials; }
    QLineEdit* name() const { return m_name; }
    QCheckBox* listens() const { return m_listens; }
    QLineEdit* listen() const { return m_listen; }
    QString code() const; ///< as it is now; empty without a region

private:
    void build();
    void updateFields();
    void suggestName();
    void setNaming(const NodeNaming& naming);

    RegionModel m_regions;
    QLabel* m_roleLabel;
    QRadioButton* m_department;
    QRadioButton* m_ministry;
    QLabel* m_regionLabel;
    RegionField* m_region;
    QLabel* m_initialsLabel;
    QLineEdit* m_initials;
    QLabel* m_codeLabel;
    QLabel* m_codeText;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QCheckBox* m_listens;
    QLineEdit* m_listen;
    bool m_isNameOurs = true; ///< suggested, and not typed
    bool m_wasEntered = false;
};

} // namespace busheng
