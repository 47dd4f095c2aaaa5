/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: menshen_fixture
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table `orders`
--

DROP TABLE IF EXISTS `orders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `orders` (
  `id` int(11) NOT NULL,
  `phone` varchar(20) DEFAULT NULL,
  `total` decimal(8,2) DEFAULT NULL,
  `made` datetime DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `orders`
--

LOCK TABLES `orders` WRITE;
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` (`id`, `phone`, `total`, `made`) VALUES (1,'13900139000',10.50,'2024-01-02 03:04:05');
INSERT INTO `orders` (`id`, `phone`, `total`, `made`) VALUES (2,'18600186000',-3.00,NULL);
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `住客`
--

DROP TABLE IF EXISTS `住客`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `住客` (
  `id` int(11) NOT NULL,
  `xm` varchar(40) DEFAULT NULL COMMENT '客户姓名',
  `sjh` varchar(20) DEFAULT NULL COMMENT '手机号码(必填)',
  `zjh` char(18) DEFAULT NULL COMMENT '身份证号；18位',
  `bz` text DEFAULT NULL COMMENT '备注',
  `pic` blob DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='住客登记';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `住客`
--

LOCK TABLES `住客` WRITE;
/*!40000 ALTER TABLE `住客` DISABLE KEYS */;
INSERT INTO `住客` (`id`, `xm`, `sjh`, `zjh`, `bz`, `pic`) VALUES (1,'张伟','13800138000','11010519900307721X','it\'s \'quoted\', 100%\r\n第二行	制表 \\ 反斜杠；)','\0�\'\\');
INSERT INTO `住客` (`id`, `xm`, `sjh`, `zjh`, `bz`, `pic`) VALUES (2,'欧阳娜娜',NULL,'310104198506124527','',NULL);
INSERT INTO `住客` (`id`, `xm`, `sjh`, `zjh`, `bz`, `pic`) VALUES (3,'O\'Neil','15011112222','440305197711230030','a);INSERT INTO x VALUES (1);--','');
/*!40000 ALTER TABLE `住客` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed
