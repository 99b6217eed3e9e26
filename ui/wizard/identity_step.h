// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/wizard/wizard_step.h"

#include <QLineEdit>
#include <QPushButton>

namespace busheng {

class Card;
class KeyValueList;

/// By which certificates peers know this node: asks an authority for them by two request files, and takes over what it
/// answers, today or another day. Going on starts the engine.
class IdentityStep : public WizardStep {
    Q_OBJECT
public:
    explicit IdentityStep(FirstStart& shared);

    QString title() const override;
    QString headline() const override;
    QString explanation() const override;
    QString missing() const override;
    QString nextText() const override;
    void enter() override;
    void goOn() override;
    void keep() override;
    void retranslate() override;

    void copyTo(const QString& folder);
    /// PKCS#12 files among them need `passphrase`, which is asked for when it is not given.
    void importFiles(const QStringList& files, const QString& passphrase = {});
    QLineEdit* organization() const { return m_organization; }
    QPushButton* requestButton() const { return m_request; }
    QPushButton* copyButton() const { return m_copy; }
    QPushButton* importButton() const { return m_import; }
    const KeyValueList& requests() const { return *m_requests; }
    const KeyValueList& certificates() const { return *m_certificates; }
    QString outcome() const;

private:
    void build();
    void showState();
    void onRequestWanted();
    void request(bool again);
    void importWith(const QStringList& files, const QString& passphrase);

    Card* m_requestCard;
    QLabel* m_requestText;
    QLabel* m_organizationLabel;
    QLineEdit* m_organization;
    QPushButton* m_request;
    QPushButton* m_copy;
    KeyValueList* m_requests;
    QLabel* m_outcome;
    Card* m_answerCard;
    QLabel* m_answerText;
    QPushButton* m_import;
    KeyValueList* m_certificates;
};

} // namespace busheng
