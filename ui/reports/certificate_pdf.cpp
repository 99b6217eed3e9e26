// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/certificate_pdf.h"

#include "ui/reports/certificate_words.h"
#include "ui/reports/pdf_document.h"

namespace busheng {

Result<> writeCertificatePdf(const QString& path, const Certificate& certificate)
{
    PdfDocument document(CertificateWords::title());
    for (const QString& line : CertificateWords::facts(certificate))
        document.addLine(line);
    document.addHeading(CertificateWords::conclusion(certificate));
    document.addTable(CertificateWords::tableHeader(), CertificateWords::tableRows(certificate),
                      {30, 16, 16, 12, 12, 14});
    for (const QString& line : CertificateWords::proof(certificate))
        document.addLine(line);
    return document.write(path);
}

} // namespace busheng
