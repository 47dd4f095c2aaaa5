"""What formats share that read and write packages of XML parts: docx, xlsx, pptx, odf and ofd."""
